"""Near-duplicates: documents and passages that repeat each other's text count as one source."""
