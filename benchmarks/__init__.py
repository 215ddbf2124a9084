"""Measurements: `python -m benchmarks [name …]`, each a ratio to a baseline in the same run."""
