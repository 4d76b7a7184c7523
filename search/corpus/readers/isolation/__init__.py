"""Readers in a process of their own, with bounds: a file that breaks, hangs or attacks them harms nothing else."""
