"""Help where it is needed: words of the field, and what leads on from an empty list."""
