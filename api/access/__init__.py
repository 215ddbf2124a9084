"""Who calls: everybody, or a machine with a key, which may more or more often."""
