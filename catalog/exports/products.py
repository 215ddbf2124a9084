"""The catalogue's products as rows of a file, whatever their number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db import connection

from catalog.categories.paths import CategoryPaths
from catalog.conf import conf
from catalog.exports.columns import Columns
from catalog.exports.pictures import stored_name
from catalog.imports.rows import PictureReference, ProductRow
from catalog.imports.translated import said, text_meanings
from catalog.models import Product, ProductImage

CHUNK = 500


def product_rows(*, source_of: Callable[[ProductImage], str] = stored_name) -> Iterator[ProductRow]:
    """All products, in the order in which they came; three statements for each CHUNK.

    source_of: what the file says of where a picture is.
    """
    last = 0
    paths, meanings = CategoryPaths(), text_meanings()
    products = Product.objects.defer("search").prefetch_related("images").order_by("pk")
    while chunk := list(products.filter(pk__gt=last)[:CHUNK]):
        for product in chunk:
            yield _row(product, paths, source_of, meanings)
        last = chunk[-1].pk


def all_columns() -> Columns:
    """All that any product has: attributes with a column each, texts in the shop's languages."""
    return Columns(attributes=attribute_names(), texts=text_meanings())


def attribute_names() -> list[str]:
    """Those that any product has, in the order of the alphabet."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT jsonb_object_keys(attributes) FROM catalog_product
            WHERE jsonb_typeof(attributes) = 'object'
            """
        )
        return sorted(name for (name,) in cursor.fetchall() if name.strip() == name and name)


def _row(
    product: Product,
    paths: CategoryPaths,
    source_of: Callable[[ProductImage], str],
    meanings: Iterable[str],
) -> ProductRow:
    attributes = product.attributes if isinstance(product.attributes, dict) else {}
    return ProductRow(
        sku=product.sku,
        lines=(),
        name=product.name,
        slug=product.slug,
        description=product.description,
        price=product.price,
        currency=conf.CURRENCY,
        category=tuple(paths.path_of(product.category_id)),
        brand=product.brand,
        family=product.family,
        attributes=attributes,
        texts={meaning: said(product.translations, meaning) for meaning in meanings},
        stock=product.stock,
        is_published=product.is_published,
        pictures=tuple(
            PictureReference(source_of(image), image.alt) for image in product.images.all()
        ),
    )
