"""Which corpus a folder is, wherever it lies: known paths, content sketches, and what follows a move."""
