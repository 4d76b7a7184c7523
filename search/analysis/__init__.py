"""What is extracted from the text: names, identity, dates, events, comparison. Pure functions over text and spans."""
