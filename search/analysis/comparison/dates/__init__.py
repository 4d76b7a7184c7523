"""Dates that differ: dated statements of two sources that tell of one event and give it different dates."""
