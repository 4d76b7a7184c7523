"""The table of commands and the keymap."""
