"""The staff's side of the catalogue: categories, products and their pictures."""

from __future__ import annotations

from catalog.admin.category import CategoryAdmin
from catalog.admin.pictures import PictureInline
from catalog.admin.product import ProductAdmin

__all__ = ["CategoryAdmin", "PictureInline", "ProductAdmin"]
