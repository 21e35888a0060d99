"""Makes parsers/ocr/models: draws Thai office paper, trains the line recogniser on its lines, measures and exports it."""
