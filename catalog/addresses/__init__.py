"""Addresses of products and categories: which are free, and where those lead that have changed."""
