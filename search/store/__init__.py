"""The store (SQLite): documents, what was extracted from them, and the stage cache."""
