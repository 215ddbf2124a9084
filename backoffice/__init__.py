"""The face for staff: the Django admin of the whole shop."""
