"""A file comes in, is recognised, looked at by staff, and corrected by them."""
