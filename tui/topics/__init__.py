"""Topics: listed, proposed, edited."""
