"""How products spread over categories, brands, prices and attributes, as lists may be narrowed."""
