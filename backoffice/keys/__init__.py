"""Keys of the API, for staff: made, shown once, replaced, revoked."""
