"""The explorer: the main screen and the start screen."""
