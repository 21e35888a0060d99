"""Figures counted: one that is read more often than the other program read it may be another that lost a digit."""

from __future__ import annotations

from dataclasses import replace

from parsers.records import DOUBTFUL, Line, Table
from parsers.second import FIGURE, Opinion


def recounted(
    lines: tuple[Line, ...], tables: tuple[Table, ...], opinion: Opinion | None, own: frozenset[str]
) -> tuple[tuple[Line, ...], tuple[Table, ...]]:
    """Without belief in figures that stand on the page more often than the other program read them."""
    texts = [line.text for line in lines] + [cell.text for table in tables for row in table.rows for cell in row]
    printed = [text for text in texts if not any(value in text for value in own)]
    missed = opinion.missed(printed) if opinion else frozenset()
    if not missed:
        return lines, tables

    def doubted(text: str) -> bool:
        return not missed.isdisjoint(FIGURE.findall(text))

    fewer = tuple(replace(line, confidence=min(line.confidence, DOUBTFUL)) if doubted(line.text) else line for line in lines)
    return fewer, tuple(
        replace(
            table,
            rows=tuple(
                tuple(replace(cell, confidence=min(cell.confidence, DOUBTFUL)) if doubted(cell.text) else cell for cell in row)
                for row in table.rows
            ),
        )
        for table in tables
    )
