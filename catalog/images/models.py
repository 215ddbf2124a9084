"""A product's pictures: their files, what is said of them, and whether they are compared."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalog.images.storage import avif_name, rendition_name


# Outside of their model, whose generated column and index name them.
class Compare(models.TextChoices):
    """What staff say about comparing a picture with others; their word goes first."""

    AUTO = "auto", _("unless it tells nothing")
    ALWAYS = "always", _("always")
    NEVER = "never", _("never")


class SetAside(models.TextChoices):
    """Why a picture tells nothing about its product, as far as was found without asking anybody."""

    BLANK = "blank", _("Blank: there is nothing in it to compare.")
    FILLER = "filler", _("Unrelated products show the same picture, like a size chart or a logo.")


def original_field() -> models.CharField[str, str]:
    """The name of a second file, for pictures of products and for those that forms hold."""
    return models.CharField(
        max_length=200,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="The file that it was before it was turned or cropped; empty: it never was.",
    )


class ProductImage(models.Model):
    """A picture of a product, validated: upright sRGB JPEG without metadata."""

    Compare = Compare
    SetAside = SetAside

    product = models.ForeignKey(
        "catalog.Product",
        on_delete=models.CASCADE,
        related_name="images",
        verbose_name=_("product"),
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
    placeholder = models.CharField(
        max_length=7,
        blank=True,
        db_default="",
        editable=False,
        help_text="Its mean colour, once its AVIF renditions lie beside it; - where none can be.",
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
    original = original_field()
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
                fields=["id"], condition=models.Q(placeholder=""), name="product_image_no_avif"
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
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)

    @property
    def url(self) -> str:
        """Where the picture lies at full size."""
        return self.image.url

    def url_at(self, width: int) -> str:
        """Where the rendition of about `width` px lies; see RENDITION_WIDTHS."""
        return self.image.storage.url(rendition_name(self.image.name or "", width))

    def avif_at(self, width: int) -> str:
        """Where the AVIF of the rendition of about `width` px lies; see `placeholder`."""
        return self.image.storage.url(avif_name(self.image.name or "", width))

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
