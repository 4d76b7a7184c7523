"""The claim grid: what each source says on one subject."""
