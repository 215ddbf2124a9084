"""Which requests are answered from a read replica, and whose own changes they show."""
