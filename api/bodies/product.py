"""A product as a machine writes it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.bodies.base import Body
from api.bodies.fields import AttributesField, PathField, PriceField, StockField
from api.bodies.translations import MAX_DESCRIPTION, TranslationsField, all_texts
from catalog.descriptions.visible import validate_visible
from catalog.imports.rows import CLEARED, Attributes, ProductRow
from catalog.models import Product

_SLUG = r"^[-a-zA-Z0-9_]+$"


def _most(field: str) -> int:
    return int(getattr(Product._meta.get_field(field), "max_length", 0))


class ProductBody(Body):
    """All of a product: what may be left out and is, is emptied."""

    name = serializers.CharField(max_length=_most("name"), validators=[validate_visible])
    slug = serializers.RegexField(
        _SLUG,
        max_length=_most("slug"),
        required=False,
        help_text="Of its address; stays as it is, or is made of the name.",
    )
    description = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, max_length=MAX_DESCRIPTION
    )
    brand = serializers.CharField(required=False, allow_blank=True, max_length=_most("brand"))
    category = PathField(
        help_text="Names on the way to it, outermost first. Those that are not there are made."
    )
    price = PriceField(help_text="In the shop's currency.")
    stock = StockField(help_text="How many there are; 0: sold out.")
    is_published = serializers.BooleanField(
        required=False, help_text="`false`: shoppers do not see it. `true` if left out."
    )
    family = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=_most("family"),
        help_text="Variants of one design share it.",
    )
    attributes = AttributesField(required=False, help_text="Such as colour and material.")
    translations = TranslationsField(
        required=False,
        help_text="Name and description in the shop's other languages: "
        '`{"de": {"name": "Blaue Vase"}}`; `"de": null` takes a language away. Left out, they stay '
        "as they are.",
    )


class ProductPatch(ProductBody):
    """What changes of a product; of attributes those that are named, null takes one away."""


def whole_row(sku: str, body: dict[str, Any], product: Product | None) -> ProductRow:
    """All that the product shall be. sku: as asked for; product: as it is now, if it is."""
    emptied = {"description": "", "brand": "", "family": "", "is_published": True}
    held = product.attributes if product and isinstance(product.attributes, dict) else {}
    given = body.get("attributes", {})
    attributes = {**dict.fromkeys(held, None), **given}
    whole = {**emptied, **body, "attributes": attributes}
    if "translations" in body:
        whole["translations"] = all_texts(body["translations"])
    return _row(sku, whole, product)


def changed_row(sku: str, body: dict[str, Any], product: Product | None) -> ProductRow:
    """What the body names; all else stays."""
    return _row(sku, body, product)


def _row(sku: str, body: dict[str, Any], product: Product | None) -> ProductRow:
    fields = {name: body[name] for name in body.keys() - {"attributes", "translations"}}
    if "category" in fields:
        fields["category"] = tuple(fields["category"])
    attributes: Attributes = {
        name: CLEARED if value is None else value
        for name, value in body.get("attributes", {}).items()
    }
    own = product.sku if product else sku
    texts = body.get("translations", {})
    return ProductRow(sku=own, lines=(), attributes=attributes, texts=texts, **fields)
