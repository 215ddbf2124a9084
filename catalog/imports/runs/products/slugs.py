"""Addresses of the pages of new products."""

from __future__ import annotations

import hashlib
import uuid

from django.utils.text import slugify

from catalog.imports.rows import MISSING, ProductRow
from catalog.imports.runs.products.existing import Existing


def take_slug(content: ProductRow, existing: Existing) -> str:
    """The first that nobody has; the next new product of the batch gets another.

    One that another product had before only where the file itself asks for it.
    """
    former = existing.old_slugs if content.slug is MISSING else set()
    free = (each for each in slugs_of(content) if each not in existing.slugs.keys() | former)
    slug = next(free, None) or f"product-{uuid.uuid4().hex}"
    existing.slugs[slug] = -1
    return slug


def slugs_of(content: ProductRow) -> list[str]:
    """What a new product's address may be, the best first; the last one nobody else has."""
    if content.slug is not MISSING:
        return [content.slug]
    name = "" if content.name is MISSING else content.name
    slug = slugify(name)[:140].strip("-") or slugify(content.sku)[:140] or "product"
    digest = hashlib.sha256(content.sku.encode()).hexdigest()[:12]
    return list(
        dict.fromkeys([slug, f"{slug[:95]}-{slugify(content.sku)[:60]}", f"{slug}-{digest}"])
    )
