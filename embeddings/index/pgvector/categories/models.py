"""Which categories have an index of their own, and the products that stand there as they were."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

TABLES = "embedding_category_"
"""How the names of the tables begin; the id of their row follows."""


class CategoryIndexQuerySet(models.QuerySet["CategoryIndex"]):
    """Those of one space or of all."""

    def usable(self) -> CategoryIndexQuerySet:
        """Those that searches use."""
        return self.filter(filled_at__isnull=False, given_up_at=None)


class CategoryIndex(models.Model):
    """A table of a category's vectors in one space, with an HNSW index; made and kept by workers.

    While its row is there, triggers note every product whose pictures may have to stand otherwise
    (`CategoryIndexChange`). One that is built anew has a row and a table of its own beside it.
    """

    space = models.ForeignKey(
        "embeddings.EmbeddingSpace", models.CASCADE, related_name="category_indexes"
    )
    category_id = models.BigIntegerField(help_text="The category may be gone.")
    pictures = models.PositiveIntegerField(default=0, help_text="As many as it was filled with.")
    filled_at = models.DateTimeField(null=True, help_text="Searches may use it since then.")
    given_up_at = models.DateTimeField(null=True, help_text="No search uses it any more.")

    objects = CategoryIndexQuerySet.as_manager()

    class Meta:
        default_permissions = ()  # no page of the admin shows it
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"category {self.category_id} in {self.space}"

    @property
    def table_name(self) -> str:
        return f"{TABLES}{self.pk}"


class CategoryIndexChange(models.Model):
    """A product that no index of a category has as it is. Written by triggers, with the change."""

    product_id = models.BigIntegerField(help_text="The product may be gone.")
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()  # no page of the admin shows it
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"product {self.product_id}"
