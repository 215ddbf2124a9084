"""Categories, products and product pictures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _

from catalog.addresses.models import OldAddress
from catalog.bulk_edits.models import BulkEdit, BulkEditRow
from catalog.categories.models import Category
from catalog.descriptions.visible import validate_visible
from catalog.feeds.models import Feed
from catalog.history.models import Change
from catalog.images.held.models import HeldPicture
from catalog.images.models import Compare, ProductImage, SetAside
from catalog.imports.models import ImportedPicture, ImportRow, ImportRun, KeptMapping
from catalog.imports.requested.models import RequestedPicture
from catalog.imports.skus import FoldedSkuField
from catalog.querysets import ProductQuerySet
from catalog.state.models import StateMark
from catalog.translations.field import translations_field
from catalog.vocabulary.models import PastSearch, Word
from catalog.vocabulary.synonyms import Synonym
from catalog.vocabulary.translated import TranslatedWord

__all__ = [
    "BulkEdit",
    "BulkEditRow",
    "Category",
    "Change",
    "Compare",
    "Feed",
    "HeldPicture",
    "ImportRow",
    "ImportRun",
    "ImportedPicture",
    "KeptMapping",
    "OldAddress",
    "PastSearch",
    "Product",
    "ProductImage",
    "RequestedPicture",
    "SetAside",
    "StateMark",
    "Synonym",
    "TranslatedWord",
    "Word",
]


TIMETABLE_HELP = _("Done within a minute, while the workers' clock runs; emptied once it is done.")


class Product(models.Model):
    """Something the shop sells."""

    sku = models.CharField(_("SKU"), max_length=64, unique=True)
    sku_folded = FoldedSkuField()
    slug = models.SlugField(_("slug"), max_length=160, unique=True)
    name = models.CharField(_("name"), max_length=200, validators=[validate_visible])
    description = models.TextField(_("description"), blank=True)
    brand = models.CharField(_("brand"), max_length=80, blank=True, db_index=True)
    category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="products",
        verbose_name=_("category"),
    )
    price = models.DecimalField(
        _("price"), max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    stock = models.PositiveIntegerField(_("stock"), default=0)
    is_published = models.BooleanField(_("published"), default=True)
    publish_at = models.DateTimeField(
        _("put into the shop at"), null=True, blank=True, help_text=TIMETABLE_HELP
    )
    unpublish_at = models.DateTimeField(
        _("take out of the shop at"), null=True, blank=True, help_text=TIMETABLE_HELP
    )
    attributes = models.JSONField(_("attributes"), default=dict, blank=True)
    family = models.CharField(
        _("family"),
        max_length=64,
        blank=True,
        db_index=True,
        help_text=_("Variants of one design share it."),
    )
    translations = translations_field()
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    category_words = models.TextField(default="", db_default="", blank=True, editable=False)
    """The names of its categories, for the search; a trigger keeps them in step."""
    search = models.GeneratedField(
        expression=Func(
            *("name", "sku", "brand", "category_words", "attributes", "description"),
            "translations",
            function="catalog_product_vector",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )
    sort_name = models.GeneratedField(
        expression=Func("name", function="catalog_sort_key"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
        editable=False,
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["sort_name", "pk"]
        indexes = [
            GinIndex(fields=["search"], name="product_search"),
            GinIndex(
                fields=["attributes"], name="product_attributes", opclasses=["jsonb_path_ops"]
            ),
            models.Index(fields=["sort_name", "id"], name="product_name"),
            models.Index(fields=["price"], name="product_price"),
            # By its beginning; `id` lets a part of it be looked for in the index alone.
            models.Index(
                fields=["sku_folded"],
                name="product_sku_folded",
                opclasses=["varchar_pattern_ops"],
                include=["id"],
            ),
            models.Index(fields=["category", "-created_at", "-id"], name="product_category_newest"),
            models.Index(fields=["-created_at", "-id"], name="product_newest"),
            # All that facets count, so that the table itself need not be read.
            models.Index(
                fields=["category", "family"],
                include=["brand", "price", "stock"],
                condition=models.Q(is_published=True),
                name="product_facets",
            ),
            # Few have a date before them, whatever the size of the shop.
            models.Index(
                fields=["publish_at", "unpublish_at"],
                condition=models.Q(publish_at__isnull=False) | models.Q(unpublish_at__isnull=False),
                name="product_timetable",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(price__gte=0), name="product_price_positive")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None and "sku" in (fields := set(update_fields)):
            update_fields = fields | {"sku_folded"}  # a field that is not named is not written
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def cover(self) -> ProductImage | None:
        """The picture that stands for the product: its first."""
        return next(iter(self.images.all()), None)
