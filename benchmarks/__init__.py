"""Measurements: `python -m benchmarks [name …]`, each a ratio against a peer in the same run."""
