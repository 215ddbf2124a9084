"""The programs whose files can be imported; each is one module, and the list below knows them.

To add one, copy `google.py` (a product in each line) or `shopify.py` (several lines a product),
name its columns, and add its FORMAT to the list.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from catalog.imports.formats import google, magento, shopify, vitrine, woocommerce
from catalog.imports.formats.base import Format
from catalog.imports.formats.source import Source
from catalog.imports.problems import FileRefusedError

__all__ = ["FORMATS", "Format", "Source", "format_named"]

# In this order they are looked for: the most particular first, the most general last.
FORMATS: tuple[Format, ...] = (
    shopify.FORMAT,
    woocommerce.FORMAT,
    magento.FORMAT,
    google.FORMAT,
    vitrine.FORMAT,
)


def format_named(name: str) -> Format:
    """One of FORMATS. Raises FileRefusedError."""
    for each in FORMATS:
        if each.name == name:
            return each
    raise FileRefusedError(
        "unknown_format",
        _("There is no format %(name)s; there are %(names)s."),
        name=name,
        names=", ".join(each.name for each in FORMATS),
    )
