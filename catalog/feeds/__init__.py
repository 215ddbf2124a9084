"""Catalogues that a supplier keeps at an address."""
