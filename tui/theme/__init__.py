"""Themes, and the signs that need no colour."""
