"""The codebook (corpus.yaml): topics, metadata, aliases and corrections, read and written."""
