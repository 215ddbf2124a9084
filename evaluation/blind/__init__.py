"""A blind test of two spaces: people choose between two answers and do not know whose is which."""
