"""The full-text index: Whoosh's postings, ranked and filtered with numpy."""
