"""The claim grid: one row a question, one column a source."""
