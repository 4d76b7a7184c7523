"""Identity: which mentions name one entity, and the reason for every merge."""
