"""What machines write, as JSON: each field with its bounds; any other is refused by name.

An empty text is a text here, and empties what it is written to.
"""
