"""Addresses that find products by what they look like: beside a product, examples, or a photo."""
