"""The reader: one document, its hits and marks."""
