"""The terminal itself: start-up, clipboard, leaving it as it was found."""
