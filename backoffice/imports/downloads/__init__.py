"""Files for staff to take away."""
