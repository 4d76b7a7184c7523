"""Numbers that differ: counts, sums, measures and ages of one thing in two sources."""
