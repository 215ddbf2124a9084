"""The admin's first page: how the shop is, and where the work is done, in the order of the work."""
