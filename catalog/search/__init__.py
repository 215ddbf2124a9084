"""Finding products by words, and how what is found spreads."""
