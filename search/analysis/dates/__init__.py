"""Expressions of time: found in a text by a grammar of English, and normalised to EDTF values (ISO 8601-2)."""
