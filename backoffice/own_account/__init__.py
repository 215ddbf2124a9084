"""What staff see and change of their own account; nobody needs a permission for that."""
