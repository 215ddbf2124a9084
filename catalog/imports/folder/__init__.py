"""A folder of pictures as a catalogue: sub-folders are categories, pictures are products."""

from catalog.imports.folder.load import import_product
from catalog.imports.folder.names import shown
from catalog.imports.folder.products import FolderProduct, find_products
from catalog.imports.folder.report import Report

__all__ = ["FolderProduct", "Report", "find_products", "import_product", "shown"]
