"""Which work there is in the admin, and what each kind of it may do."""
