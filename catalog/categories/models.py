"""The parts of the shop's range."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.categories.tree import ids_of, subtree_of
from catalog.descriptions.visible import validate_visible
from catalog.querysets import CategoryQuerySet
from catalog.translations.field import translations_field
from infra.locks.advisory import lock_until_commit


class Category(models.Model):
    """A part of the shop's range; categories may stand inside others."""

    name = models.CharField(_("name"), max_length=120, validators=[validate_visible])
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name=_("parent"),
    )
    description = models.TextField(_("description"), blank=True)
    position = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("Lower comes first.")
    )
    translations = translations_field()
    words_due = models.BooleanField(default=False, db_default=False, editable=False)
    """Whether its products have yet to be found by its new name (categories/renaming.py)."""
    sort_name = models.GeneratedField(
        expression=models.Func("name", function="catalog_sort_key"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
        editable=False,
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "sort_name"]
        verbose_name = _("category")
        verbose_name_plural = _("categories")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        # Whoever walks up or down a tree with a ring in it never arrives. Two moves at once could
        # make one although each is right by itself: the second waits, and sees the first.
        if self.pk:
            lock_until_commit("the tree of categories")
        if self.pk and self.parent_id in ids_of(subtree_of(self.pk)):
            raise ValidationError({"parent": _("A category cannot stand inside itself.")})
