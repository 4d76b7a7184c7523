"""Topics: the passages that a topic's query finds, and topics that the corpus itself suggests."""
