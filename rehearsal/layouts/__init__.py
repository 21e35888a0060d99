"""Layouts: how different offices put the same facts on paper."""
