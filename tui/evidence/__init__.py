"""Rows of statements and values, shared by the panes that show them."""
