"""The comparison: conflicts, agreements, topics and the matrix of topics and sources."""
