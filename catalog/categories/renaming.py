"""Products of a category that was renamed are found by its new name, step by step."""

from __future__ import annotations

import time

from django.db.models import F, Func, TextField

from catalog.models import Category, Product

_AT_ONCE = 500


def rename_in_products(*, seconds: float = 20) -> int:
    """Write the new names into products of large categories, for a while; how many were written.

    A trigger renames up to 1,000 products with their category; of more it only notes that they
    are due. What is left when the time is over comes the next time.
    """
    written, end = 0, time.monotonic() + seconds
    wanted = Func(F("pk"), function="catalog_category_words", output_field=TextField())
    due = Category.objects.filter(words_due=True).annotate(wanted=wanted).order_by("pk")
    for category, words in due.values_list("pk", "wanted"):
        others = Product.objects.filter(category=category).exclude(category_words=words)
        while time.monotonic() < end:
            ids = list(others.values_list("pk", flat=True)[:_AT_ONCE])
            # The trigger writes the name of now; whatever stands here does not matter.
            written += Product.objects.filter(pk__in=ids).update(category_words="")
            if len(ids) < _AT_ONCE:
                Category.objects.filter(pk=category).update(words_due=False)
                break
    return written
