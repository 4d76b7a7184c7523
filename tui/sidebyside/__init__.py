"""Documents side by side in columns."""
