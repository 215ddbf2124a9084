"""Encoders that a shop brings along: declared in a folder or by a Python package, checked, and run.

docs/howto/add-your-encoder.md says how. `folder` and `entry_points` read declarations, `found`
keeps what there is and what was refused; `runtimes/` alone loads one.
"""
