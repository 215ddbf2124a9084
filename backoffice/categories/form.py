"""What staff fill in for a category."""

from __future__ import annotations

from backoffice.editing.form import SharedForm
from backoffice.slugged_form import SluggedForm
from backoffice.translations.field import TranslationsField
from catalog.models import Category


class CategoryForm(SharedForm, SluggedForm):
    translations = TranslationsField()

    class Meta:
        model = Category
        fields = ["name", "slug", "parent", "position", "description", "translations"]
