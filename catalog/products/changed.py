"""Who wants to know of products that were written many at once listens here.

Django's own `post_save` tells of single products that forms save; statements for many send none.
Of one write exactly one of the two tells, so that whoever listens to both hears nothing twice.
"""

from __future__ import annotations

from django.dispatch import Signal

products_changed = Signal()
"""Sent within the transaction that writes them, by `catalog.products.saving`:

products: list[Product], as they are now; fields: frozenset[str], what was written of them;
created: whether they are new.
"""
