"""The entities: their list, finder and pages."""
