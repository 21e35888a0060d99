"""Table migrations (Alembic)."""
