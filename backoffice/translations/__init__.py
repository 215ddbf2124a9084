"""Names and descriptions in other languages, as staff fill them in."""
