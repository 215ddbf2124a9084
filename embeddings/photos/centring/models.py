"""What is kept of shoppers' photos: sums over ten or more, of none by itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from embeddings.models import EmbeddingSpace


class PhotoMean(models.Model):
    """The sum of what shoppers' photos look like, over ten of them or more; of none by itself.

    Spaces with the same features share it. Older photos fade (embeddings/photos/centring/means.py).
    """

    features_key = models.CharField(_("features key"), max_length=64)
    framing = models.CharField(
        _("framing"), max_length=8, help_text=_("How the photos were shown to the encoder.")
    )
    photos = models.FloatField(
        _("photos"), default=0, help_text=_("How many the sum is over; faded ones count in part.")
    )
    sums = models.BinaryField(
        _("sums"), help_text=_("(F,) little-endian float32: unit features, added up.")
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("mean of photos")
        verbose_name_plural = _("means of photos")
        constraints = [
            models.UniqueConstraint(fields=["features_key", "framing"], name="one_mean_per_framing")
        ]

    def __str__(self) -> str:
        words = gettext("mean of photos (%(framing)s)")
        return words % {"framing": self.framing}


class PhotoSpread(models.Model):
    """How much the cosines of photos with random pictures of a space vary, over ten or more."""

    space = models.ForeignKey(
        EmbeddingSpace,
        on_delete=models.CASCADE,
        related_name="photo_spreads",
        verbose_name=_("space"),
    )
    framing = models.CharField(_("framing"), max_length=8)
    photos = models.FloatField(_("photos"), default=0)
    sums = models.JSONField(
        _("sums"), default=dict, help_text=_("Of the photos' variances, by block.")
    )
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("spread of photos")
        verbose_name_plural = _("spreads of photos")
        constraints = [
            models.UniqueConstraint(fields=["space", "framing"], name="one_spread_per_framing")
        ]

    def __str__(self) -> str:
        words = gettext("spread of photos (%(framing)s) in %(space)s")
        return words % {"framing": self.framing, "space": self.space}
