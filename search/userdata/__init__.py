"""The reader's own files: bookmarks, searches, corrections, topics, verdicts."""
