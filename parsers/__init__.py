"""Bytes to text to facts. Pure: effects and recognisers come in as arguments."""
