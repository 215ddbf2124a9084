"""Reading from copies of the database while they are fresh; what writes asks the primary."""
