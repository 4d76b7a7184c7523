"""Corrections: made, listed, taken back."""
