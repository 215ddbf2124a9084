"""A choice of category that shows the way to it, and is looked up by typing, however many."""

from __future__ import annotations

from typing import Any

from django import forms

from catalog.categories.paths import read_paths


class CategoryField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """With Django's autocomplete only what is chosen is drawn: one option, not 3,000."""

    def label_from_instance(self, obj: Any) -> str:
        return read_paths([obj.pk]).get(obj.pk, str(obj))


class CategoryChoices:
    """For an admin: each foreign key to a category is a `CategoryField`."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.remote_field.model._meta.label_lower == "catalog.category":
            kwargs.setdefault("form_class", CategoryField)
        return super().formfield_for_foreignkey(  # type: ignore[misc]
            db_field, request, **kwargs
        )
