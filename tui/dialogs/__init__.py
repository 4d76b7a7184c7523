"""Screens that ask one thing, or show something to be read and closed."""
