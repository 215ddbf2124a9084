"""A product's attributes as rows of name, value and kind of value."""
