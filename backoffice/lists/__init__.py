"""What the lists of the admin have in common."""
