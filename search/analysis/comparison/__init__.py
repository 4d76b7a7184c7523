"""Comparison of sources: what they state alike and differently, and what one alone states, in which words."""
