"""A product as its own page shows it, read without the ORM's machinery.

Django takes four times as long to write the statement and PostgreSQL to plan it anew as both take
with one that is prepared: half a millisecond of each product page (docs/benchmarks.md).
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS

from catalog.models import Product
from infra.prepared import fetch_prepared

# In the model's own order; other columns are read if anybody asks for them.
_COLUMNS = (
    *("id", "sku", "slug", "name", "description", "brand", "category_id", "price", "stock"),
    *("is_published", "attributes", "family", "translations"),
)
_JSON = {"attributes", "translations"}
# Django has its connections hand out jsonb as text, and parses that itself; json comes parsed.
_READ = ", ".join(f"{name}::json" if name in _JSON else name for name in _COLUMNS)


def read_product(slug: str) -> Product | None:
    """What a page of its own shows of a product, published or not, but for its pictures."""
    rows = fetch_prepared(
        f"SELECT {_READ} FROM catalog_product WHERE slug = %s::varchar",  # noqa: S608
        (slug,),
    )
    return Product.from_db(DEFAULT_DB_ALIAS, _COLUMNS, rows[0]) if rows else None
