"""Wires out: what people read."""
