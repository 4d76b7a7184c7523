"""What the reader decides: corrections, topics, verdicts, and handing them on as a codebook."""
