"""Files that hold others: compressed ones, archives."""
