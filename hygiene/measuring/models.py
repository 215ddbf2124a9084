"""What was measured of each picture, once for each of its files."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models import ProductImage


class PictureMeasures(models.Model):
    """Numbers about the pixels of a picture, so that its file is opened once and no more."""

    image = models.OneToOneField(
        ProductImage, on_delete=models.CASCADE, primary_key=True, related_name="measures"
    )
    sha256 = models.CharField(max_length=64, help_text="Of the file that was measured.")
    bands = ArrayField(
        models.IntegerField(), help_text="Four stretches of the perceptual hash; see bands.py."
    )
    edge_width = models.FloatField(
        null=True, help_text="How many px wide its sharpest edges are; null without edges."
    )
    colours = models.JSONField(
        default=dict, help_text="Share of the thing in it by basic colour; empty if not told."
    )
    upright = models.BinaryField(
        null=True, help_text="16 x 16 points of grey, to be laid beside those of look-alikes."
    )

    class Meta:
        verbose_name = _("measures of a picture")
        verbose_name_plural = _("measures of pictures")
        indexes = [
            GinIndex(fields=["bands"], name="picture_bands"),
            models.Index(fields=["sha256"], name="picture_sha256"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256:.8}"
