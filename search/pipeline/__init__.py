"""From a folder to findings: the stages, their cache, the worker process, progress."""
