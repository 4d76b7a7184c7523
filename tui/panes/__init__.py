"""Panes: each renders one view of the library and says what was chosen in it."""
