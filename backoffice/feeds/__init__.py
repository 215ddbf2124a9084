"""Catalogues of suppliers at an address, fetched by the clock."""
