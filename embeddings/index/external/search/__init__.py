"""A search of an engine beside PostgreSQL, and the proof that its answer is right."""
