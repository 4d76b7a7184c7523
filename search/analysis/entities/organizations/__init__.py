"""Which name forms are one organisation or law: institution forms, acronyms, short names."""
