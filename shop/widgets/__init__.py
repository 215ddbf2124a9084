"""Widgets: similar items and photo search as HTML elements, for any page of any shop.

One script, of the files in source/; it knows the shop's address from its own.
"""
