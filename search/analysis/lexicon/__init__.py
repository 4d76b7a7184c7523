"""Word lists of the rules, one folder a language, and the event triggers built on them."""
