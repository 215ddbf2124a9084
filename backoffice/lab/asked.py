"""What is asked with: a product by its id, an address of a page, an SKU, or a photo."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from backoffice.sent_ids import sent_id
from catalog.imports.skus import clean_sku, fold_sku
from catalog.models import Product


class NothingAskedError(ValueError):
    """What was typed leads to no product; the message says so."""


def find_product(typed: str) -> Product:
    """The product of a page of the shop or of the admin, or with this SKU or slug.

    Raises NothingAskedError.
    """
    text = clean_sku(typed)  # what cannot be seen, and PostgreSQL refuses, is left out
    product = _by_address(text) if "/" in text else None
    products = Product.objects.select_related("category")
    product = product or products.filter(sku_folded=fold_sku(text)[:255]).first()
    product = product or products.filter(slug=text[:160]).first()
    if product is None:
        raise NothingAskedError(
            _("No product has this address or SKU: %(typed)s") % {"typed": text}
        )
    return product


def product_by_id(text: str) -> Product:
    """Raises NothingAskedError."""
    product = Product.objects.select_related("category").filter(pk=sent_id(text)).first()
    if product is None:
        raise NothingAskedError(_("This product is no longer there."))
    return product


def _by_address(text: str) -> Product | None:
    try:
        match = resolve(unquote(urlsplit(text).path))
    except (ValueError, Resolver404):  # an address that is none
        return None
    products = Product.objects.select_related("category")
    if match.view_name == "shop:product":
        return products.filter(slug=match.kwargs["slug"]).first()
    if match.view_name == "admin:catalog_product_change":
        return products.filter(pk=sent_id(match.kwargs["object_id"])).first()
    return None
