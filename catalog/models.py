"""Categories, products and product pictures."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Func
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.addresses.models import OldAddress
from catalog.bulk_edits.models import BulkEdit, BulkEditRow
from catalog.categories.tree import ids_of, subtree_of
from catalog.feeds.models import Feed
from catalog.history.models import Change
from catalog.images.comparing import Compare, SetAside
from catalog.images.held.models import HeldPicture
from catalog.images.storage import rendition_name
from catalog.imports.models import ImportedPicture, ImportRow, ImportRun, KeptMapping
from catalog.imports.skus import FoldedSkuField
from catalog.querysets import CategoryQuerySet, ProductQuerySet
from infra.locks import lock_until_commit

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
    "Product",
    "ProductImage",
    "SetAside",
]


TIMETABLE_HELP = _("Done within a minute, while the workers' clock runs; emptied once it is done.")


class Category(models.Model):
    """A part of the shop's range; categories may stand inside others."""

    name = models.CharField(_("name"), max_length=120)
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

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["position", "name"]
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


class Product(models.Model):
    """Something the shop sells."""

    sku = models.CharField(_("SKU"), max_length=64, unique=True)
    sku_folded = FoldedSkuField()
    slug = models.SlugField(_("slug"), max_length=160, unique=True)
    name = models.CharField(_("name"), max_length=200)
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
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    search = models.GeneratedField(
        expression=Func("name", "brand", "description", function="catalog_search_vector"),
        output_field=SearchVectorField(),
        db_persist=True,
        editable=False,
    )

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name", "pk"]
        indexes = [
            GinIndex(fields=["search"], name="product_search"),
            GinIndex(
                fields=["attributes"], name="product_attributes", opclasses=["jsonb_path_ops"]
            ),
            models.Index(fields=["name", "id"], name="product_name"),
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

    @property
    def cover(self) -> ProductImage | None:
        """The picture that stands for the product: its first."""
        return next(iter(self.images.all()), None)


class ProductImage(models.Model):
    """A picture of a product, validated: upright sRGB JPEG without metadata."""

    Compare = Compare
    SetAside = SetAside

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="images", verbose_name=_("product")
    )
    image = models.ImageField(_("file"), max_length=200, editable=False)
    alt = models.CharField(
        _("description"),
        max_length=200,
        blank=True,
        help_text=_("Read aloud to those who cannot see."),
    )
    position = models.PositiveIntegerField(
        _("position"), default=0, help_text=_("The lowest is the cover.")
    )
    width = models.PositiveIntegerField(editable=False, help_text="px")
    height = models.PositiveIntegerField(editable=False, help_text="px")
    sha256 = models.CharField(max_length=64, editable=False, help_text="Of the stored file.")
    phash = models.CharField(max_length=16, editable=False, help_text="Perceptual hash, 64 bits.")
    compare = models.CharField(
        _("compare with others"),
        max_length=6,
        choices=Compare.choices,
        default=Compare.AUTO,
        db_default=Compare.AUTO,
        help_text=_("Whether similar items and photo search go by this picture."),
    )
    set_aside = models.CharField(
        _("set aside"),
        max_length=6,
        choices=SetAside.choices,
        blank=True,
        db_default="",
        editable=False,
    )
    set_aside_group = models.CharField(
        max_length=64,
        blank=True,
        db_default="",
        editable=False,
        help_text="Of fillers: sha256 of the picture that all of the group are like.",
    )
    is_examined = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="Whether it has been looked for among the pictures of unrelated products.",
    )
    is_compared = models.GeneratedField(
        expression=models.Case(
            models.When(compare=Compare.AUTO, then=models.Q(set_aside="")),
            default=models.Q(compare=Compare.ALWAYS),
        ),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [
            # Each picture that is served is looked up by the name of its file.
            models.Index(fields=["image"], name="product_image_file"),
            # Few stand in the other two, whatever the size of the shop.
            models.Index(
                fields=["id"],
                condition=models.Q(is_examined=False),
                name="product_image_unexamined",
            ),
            models.Index(
                fields=["set_aside_group", "id"],
                condition=models.Q(set_aside=SetAside.FILLER),
                name="product_image_filler",
            ),
            models.Index(
                fields=["id"],
                condition=models.Q(is_compared=False),
                name="product_image_not_compared",
            ),
        ]

    def __str__(self) -> str:
        return self.alt or gettext("picture %(number)s") % {"number": self.pk}

    def save(self, *args: Any, **kwargs: Any) -> None:
        # One transaction for the row and whatever listens for it: the embedding queue must never
        # miss a picture that exists.
        with transaction.atomic():
            super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        """Where the picture lies at full size."""
        return self.image.url

    def url_at(self, width: int) -> str:
        """Where the rendition of about `width` px lies; see RENDITION_WIDTHS."""
        return self.image.storage.url(rendition_name(self.image.name or "", width))

    @property
    def why_not_compared(self) -> str:
        """Why similar items do not go by this picture; empty where they do."""
        if self.compare == Compare.NEVER:
            return gettext("Staff took it out of comparing.")
        if self.compare == Compare.AUTO and self.set_aside:
            return str(SetAside(self.set_aside).label)
        return ""

    @property
    def description(self) -> str:
        """What to say in place of the picture."""
        return self.alt or self.product.name
