"""The demo catalogue, drawn by the project itself: categories, products and their pictures.

for product in demo_products():
    for picture in product.pictures:
        image = draw_picture(product, picture)
"""

from __future__ import annotations

from demo.catalogue.categories import demo_categories
from demo.catalogue.drawing import draw_picture
from demo.catalogue.products import demo_products
from demo.catalogue.records import DemoCategory, DemoPicture, DemoProduct

__all__ = [
    "DemoCategory",
    "DemoPicture",
    "DemoProduct",
    "demo_categories",
    "demo_products",
    "draw_picture",
]
