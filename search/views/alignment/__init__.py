"""Documents side by side: passages on the same matter, aligned."""
