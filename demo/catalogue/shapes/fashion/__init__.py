"""Shapes of what is worn and carried: bags, sneakers, tops."""
