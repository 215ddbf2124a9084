"""From a product to one that differs in little."""
