"""One module a subcommand: line output for people and for pipes."""
