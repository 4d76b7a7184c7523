"""Quantities: numbers, sums and measures in a text, with their values and units."""
