"""Encoders that a shop brings along: declared in a folder or by a Python package, checked, and run.

docs/howto/add-your-encoder.md says how. `declaration` reads and refuses, `found` keeps what there
is, `running` and the runners beside it are the only modules that load one.
"""
