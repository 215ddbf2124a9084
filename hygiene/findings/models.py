"""A finding: a fault of the catalogue with its evidence, and what staff said to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from catalog.models import Product, ProductImage
from hygiene.findings.named import Named


# Outside of their model, whose constraints and indexes name them.
class FindingKind(models.TextChoices):
    """What may be wrong; a module of hygiene/kinds/ finds each."""

    SAME_PICTURE = "same_picture", _("same picture twice")
    NEAR_PICTURE = "near_picture", _("nearly the same picture twice")
    SAME_PRODUCT = "same_product", _("same product twice")
    WRONG_CATEGORY = "wrong_category", _("probably in the wrong category")
    MISSING_ATTRIBUTE = "missing_attribute", _("attribute is missing")
    WRONG_COLOUR = "wrong_colour", _("colour contradicts the picture or the name")
    CAPITALS = "capitals", _("name in capitals")
    BLANK = "blank", _("blank picture")
    TINY = "tiny", _("tiny picture")
    BLURRED = "blurred", _("blurred picture")
    REPEATED = "repeated", _("picture of many products")
    SIDEWAYS = "sideways", _("picture lies on its side")


class FindingState(models.TextChoices):
    """What became of a finding."""

    OPEN = "open", _("open")
    MENDED = "mended", _("mended")
    DISMISSED = "dismissed", _("dismissed")
    GONE = "gone", _("cause is gone")


class Finding(models.Model):
    """One fault of one product, picture or pair of them; its row stays whatever becomes of it.

    Dismissed, it stays so until its evidence changes (`fingerprint`). Mended or gone, it comes
    back when it is found again.
    """

    Kind = FindingKind
    State = FindingState

    kind = models.CharField(_("kind"), max_length=20, choices=FindingKind.choices)
    subject = models.CharField(max_length=60, help_text="Which product, picture or pair it is of.")
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="findings", verbose_name=_("product")
    )
    other_product = models.ForeignKey(
        Product, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("beside")
    )
    # What is wrong with a picture may be mended by deleting it, and stays told.
    picture = models.ForeignKey(
        ProductImage, on_delete=models.SET_NULL, null=True, related_name="findings"
    )
    other_picture = models.ForeignKey(
        ProductImage, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    evidence = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, help_text="sha256 of what the evidence rests on.")
    confidence = models.FloatField(_("confidence"))
    state = models.CharField(
        _("state"), max_length=9, choices=FindingState.choices, default=FindingState.OPEN
    )
    found_at = models.DateTimeField(_("found"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    decided_at = models.DateTimeField(_("when"), null=True)
    decision = models.CharField(_("what was done"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-confidence", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="one_finding_per_subject")
        ]
        indexes = [
            models.Index(fields=["state", "-confidence", "id"], name="finding_state"),
            models.Index(fields=["state", "kind", "-confidence", "id"], name="finding_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.product}"

    @cached_property
    def named(self) -> Named:
        """What its evidence names by id; a list sets it for all its rows at once."""
        return Named.by([self.evidence])
