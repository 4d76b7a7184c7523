"""Places that differ: where two sources say that one event happened."""
