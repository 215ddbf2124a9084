"""The category of products whose file names none."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.categories.fields import CategoryField
from catalog.imports.models import ImportRun
from catalog.models import Category


def category_field(request: HttpRequest) -> forms.Field:
    """Of products without one; looked up by its name, however many there are."""
    field: forms.Field = CategoryField(
        label=gettext_lazy("Category of products without one"),
        queryset=Category.objects.all(),
        required=False,
        widget=AutocompleteSelect(ImportRun._meta.get_field("category"), admin.site),
        help_text=gettext_lazy("For new products whose line names no category."),
    )
    # The list that it chooses from is that of the categories, with the right that this needs.
    if not request.user.has_perm("catalog.view_category"):
        field.disabled = True
        field.help_text = _("To choose one, you need the right to view categories.")
    return field
