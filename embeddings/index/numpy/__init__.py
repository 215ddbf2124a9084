"""An engine without an index: every vector compared, in NumPy. For tests and tiny shops."""
