"""A folder as documents: scanned, read, freed of boilerplate, with metadata."""
