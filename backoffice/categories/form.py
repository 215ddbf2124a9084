"""What staff fill in for a category."""

from __future__ import annotations

from backoffice.editing.form import SharedForm
from backoffice.slugged_form import SluggedForm
from catalog.models import Category


class CategoryForm(SharedForm, SluggedForm):
    class Meta:
        model = Category
        fields = ["name", "slug", "parent", "position", "description"]
