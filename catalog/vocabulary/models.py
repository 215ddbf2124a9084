"""Words of the catalogue, as the database collects them from products; and of shoppers."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func


class Word(models.Model):
    """A word of some product's name, brand, categories or attributes.

    A trigger adds it with the product. It is not unique: two products that are saved at once may
    bring it twice, and neither waits for the other. `vocabulary.counting` puts that right.
    """

    word = models.TextField()
    """Folded: cafe."""
    shown = models.TextField()
    """As the product has it, in lower case: café."""
    stem = models.TextField()
    products = models.PositiveIntegerField(db_default=1)
    """How many products in the shop say it, when last counted."""
    near = models.GeneratedField(
        expression=Func(F("word"), function="catalog_deletes"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )
    """What is left of it when some letters go: two words that are near share one of these."""

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["word"], name="word_by_its_beginning", opclasses=["text_pattern_ops"]
            ),
            models.Index(fields=["stem"], name="word_by_its_stem"),
            GinIndex(fields=["near"], name="word_near"),
        ]

    def __str__(self) -> str:
        return self.shown


class PastSearch(models.Model):
    """What shoppers searched for and found, without a trace of who."""

    words = models.TextField()
    """Folded, as `monitoring.searches` keeps them."""
    times = models.PositiveIntegerField()
    last_on = models.DateField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["words"], name="one_past_search", opclasses=["text_pattern_ops"]
            )
        ]

    def __str__(self) -> str:
        return self.words
