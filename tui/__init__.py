"""The terminal: the explorer and the `sourcebook` command."""
