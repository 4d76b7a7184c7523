"""Bundled themes, a YAML file each."""
