"""Which name forms are one person: names of people, surnames, titles, spellings."""
