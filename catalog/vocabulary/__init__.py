"""The words that the catalogue itself uses, and those that staff keep as meaning the same."""
