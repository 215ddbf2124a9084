"""What the API writes: categories, products, facets, look-alikes; never a vector."""
