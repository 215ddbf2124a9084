"""What is kept of how the shop was: samples, grades, backups, and words that found nothing."""

from __future__ import annotations

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from embeddings.models import EmbeddingSpace

MAX_WORDS_CHARACTERS = 80


class Sample(models.Model):
    """The shop in figures at one moment, taken by a worker each minute; None: took too long."""

    at = models.DateTimeField(unique=True)
    is_first_of_hour = models.BooleanField(default=False, help_text="Kept for months.")
    products = models.PositiveIntegerField(null=True)
    unpublished = models.PositiveIntegerField(null=True)
    without_pictures = models.PositiveIntegerField(null=True)
    ready = models.PositiveIntegerField(null=True, help_text="Pictures of the live space.")
    pending = models.PositiveIntegerField(null=True, help_text="Of all active spaces.")
    failed = models.PositiveIntegerField(null=True, help_text="Of the live space.")
    oldest_pending = models.DateTimeField(null=True, help_text="None where nothing waits.")
    embedded = models.BigIntegerField(
        null=True, help_text="Pictures that workers have ever stored, by a counter in the cache."
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("sample")
        permissions = [("view_system", _("Can see workers, broker, disk and backups"))]
        ordering = ["at"]

    def __str__(self) -> str:
        return date_format(self.at, "DATETIME_FORMAT")


class GradeSample(models.Model):
    """A space's grades of one night, kept when the next night's replace them."""

    space = models.ForeignKey(
        EmbeddingSpace, on_delete=models.CASCADE, related_name="grade_samples"
    )
    graded_at = models.DateTimeField()
    figures = models.JSONField(help_text="{grade: {mean, lower, upper}}, 0 to 1.")

    class Meta:
        default_permissions = ()
        ordering = ["graded_at"]
        constraints = [
            models.UniqueConstraint(fields=["space", "graded_at"], name="one_grade_sample")
        ]

    def __str__(self) -> str:
        return f"{self.space}, {date_format(self.graded_at, 'DATETIME_FORMAT')}"


class Backup(models.Model):
    """A backup that was made, as its script told."""

    made_at = models.DateTimeField(db_index=True)
    name = models.CharField(max_length=200, blank=True, help_text="Of the file, without a folder.")
    bytes = models.BigIntegerField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.name or date_format(self.made_at, "DATETIME_FORMAT")


class ObjectiveCount(models.Model):
    """Events of one objective in one minute, or later in one hour, by how long they took."""

    at = models.DateTimeField(help_text="The minute's or the hour's beginning.")
    name = models.CharField(max_length=20, help_text="Of the objective.")
    bucket = models.SmallIntegerField(help_text="Of its histogram, by place.")
    events = models.BigIntegerField()
    good = models.BigIntegerField()
    seconds = models.FloatField(help_text="Of all events together.")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["at", "name", "bucket"], name="one_objective_count")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {date_format(self.at, 'DATETIME_FORMAT')}"


class UnansweredSearch(models.Model):
    """Words that shoppers searched for on one day, and that found nothing."""

    words = models.CharField(_("words"), max_length=MAX_WORDS_CHARACTERS, help_text="Folded.")
    day = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("times"))

    class Meta:
        default_permissions = ("view", "delete")
        verbose_name = _("search without results")
        verbose_name_plural = _("searches without results")
        constraints = [
            models.UniqueConstraint(fields=["day", "words"], name="one_unanswered_search")
        ]

    def __str__(self) -> str:
        return self.words
