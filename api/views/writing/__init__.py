"""What machines write by key: products, their pictures, stock and prices."""
