"""The search bar and the results."""
