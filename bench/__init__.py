"""Benchmarks: apart from the tests, they give ratios."""
