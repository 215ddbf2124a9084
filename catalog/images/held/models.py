"""A picture that waits for the form it was uploaded with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from catalog.images.models import original_field
from catalog.images.storage import rendition_name

if TYPE_CHECKING:
    from catalog.images.held.draft import Draft


class HeldPictureQuerySet(models.QuerySet["HeldPicture"]):
    def of(self, draft: Draft) -> HeldPictureQuerySet:
        """Those of one user's form, in the order in which they came."""
        return self.filter(user=draft.user_id, product=draft.product_id, form=draft.form).order_by(
            "pk"
        )

    def let_go(self) -> int:
        """Delete them with their files, but for those that a form is just saved with; how many.

        Locked first: a row that is gone by now has left its file to a product.
        """
        with transaction.atomic():
            locked = list(self.select_for_update().values_list("pk", flat=True))
            _, deleted = HeldPicture.objects.filter(pk__in=locked).delete()
        return deleted.get(HeldPicture._meta.label, 0)


class HeldPicture(models.Model):
    """A validated picture that belongs to no product yet: its user's form holds it until saved.

    Its file lies where pictures of products lie, so that saving the form writes no file.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="held_pictures"
    )
    product = models.ForeignKey(
        "catalog.Product",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="held_pictures",
        help_text="On whose page it was uploaded; null: a new product's, or one that is gone.",
    )
    form = models.CharField(
        max_length=32, help_text="32 hex digits: the product's, or those of one form."
    )
    replaces = models.ForeignKey(
        "catalog.ProductImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replacements",
    )
    name = models.CharField(_("name"), max_length=100, help_text="Of the file, as it was sent.")
    image = models.ImageField(_("file"), max_length=200, editable=False)
    width = models.PositiveIntegerField(editable=False, help_text="px")
    height = models.PositiveIntegerField(editable=False, help_text="px")
    sha256 = models.CharField(max_length=64, editable=False, help_text="Of the stored file.")
    phash = models.CharField(max_length=16, editable=False, help_text="Perceptual hash, 64 bits.")
    is_blank = models.BooleanField(default=False, editable=False)
    original = original_field()
    created_at = models.DateTimeField(auto_now_add=True)

    objects = HeldPictureQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("held picture")
        verbose_name_plural = _("held pictures")
        indexes = [
            models.Index(fields=["user", "product", "form"], name="held_picture_of_form"),
            models.Index(fields=["image"], name="held_picture_file"),
            models.Index(fields=["created_at"], name="held_picture_age"),
        ]

    def __str__(self) -> str:
        return self.name

    def url_at(self, width: int) -> str:
        """Where the rendition of about `width` px lies; see RENDITION_WIDTHS."""
        return self.image.storage.url(rendition_name(self.image.name or "", width))
