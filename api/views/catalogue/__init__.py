"""Addresses that tell what the shop has: products, categories, looks."""
