"""Products as a file has them against products as the catalogue has them."""
