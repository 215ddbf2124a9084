"""Categories that an import made, once it is undone."""

from __future__ import annotations

from django.db import transaction
from django.db.models import ProtectedError

from catalog.imports.models import ImportRun
from catalog.models import Category


def remove_categories(run: ImportRun) -> None:
    """Those that the import made and that nothing stands in, the innermost first."""
    left = []
    for pk in reversed(run.categories_made):
        category = Category.objects.filter(pk=pk).first()
        if category is None:
            continue
        try:
            with transaction.atomic():
                category.delete()
        except ProtectedError:
            left.append(pk)
    run.categories_made = left[::-1]
