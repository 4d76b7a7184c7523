"""What is encrypted, opened with the passwords of corpus.yaml, a module a scheme."""
