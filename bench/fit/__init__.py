"""Fitting the weights of the comparison: no benchmark, hence a package that `python -m bench` does not run."""
