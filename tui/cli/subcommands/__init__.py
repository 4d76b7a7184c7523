"""The subcommands, a module each: `run(arguments)` does one and returns the exit code."""
