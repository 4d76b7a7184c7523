"""Names that differ: roles filled by two people, spellings, initials, acronyms, things called differently."""
