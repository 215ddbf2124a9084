"""The words of a space: how they were learnt, what grade they have, and where each leads."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField


# Outside of its model, whose constraint names it.
class DirectionKind(models.TextChoices):
    """What a direction belongs to."""

    WORD = "word", _("word")
    VALUE = "value", _("value of an attribute")
    MEAN = "mean", _("mean picture")


class WordMap(models.Model):
    """What words look like in one space; replaced as a whole when it is learnt anew."""

    space = models.OneToOneField(
        "embeddings.EmbeddingSpace",
        on_delete=models.CASCADE,
        related_name="word_map",
        verbose_name=_("space"),
    )
    encoder = models.CharField(
        _("encoder"), max_length=40, help_text=_("What made it, such as ridge.")
    )
    sha256 = models.CharField(_("sha256"), max_length=64, help_text=_("Of words and directions."))
    products = models.PositiveIntegerField(_("products"), help_text=_("That taught it."))
    words = models.PositiveIntegerField(_("words"))
    radius = models.FloatField(
        _("radius"), help_text=_("How far pictures lie from the mean picture.")
    )
    pair_median = models.FloatField(help_text=_("Cosine of two random products: half lie below."))
    pair_p99 = models.FloatField(help_text=_("Cosine of two random products: 99 of 100 lie below."))
    grade = models.JSONField(_("grade"), default=dict, help_text=_("On products held out."))
    is_accepted = models.BooleanField(
        _("accepted"), help_text=_("Whether it was better than chance and may answer shoppers.")
    )
    fitted_at = models.DateTimeField(_("fitted at"), auto_now_add=True)

    class Meta:
        verbose_name = _("words of a space")
        verbose_name_plural = _("words of spaces")

    def __str__(self) -> str:
        words = gettext("words %(sha256)s of %(space)s")
        return words % {"sha256": self.sha256[:8], "space": self.space}


class WordDirection(models.Model):
    """Where one word, or one value of an attribute, leads from the mean picture of a space."""

    Kind = DirectionKind

    word_map = models.ForeignKey(WordMap, on_delete=models.CASCADE, related_name="directions")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    term = models.CharField(max_length=250, help_text=_("A word, or name:value; empty: the mean."))
    telling = models.FloatField(default=1.0, help_text=_("Inverse document frequency."))
    products = models.PositiveIntegerField(default=0, help_text=_("That have the value."))
    vector = HalfVectorField()

    class Meta:
        verbose_name = _("direction of a word")
        verbose_name_plural = _("directions of words")
        constraints = [
            models.UniqueConstraint(
                fields=["word_map", "kind", "term"], name="one_direction_per_term"
            )
        ]

    def __str__(self) -> str:
        return self.term


def value_term(name: str, value: str) -> str:
    """How a value of an attribute is written in `WordDirection.term`."""
    return f"{name}:{value}"
