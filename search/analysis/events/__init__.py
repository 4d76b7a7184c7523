"""Events: dated statements, their modality, and which of them tell of one event."""
