"""Which engines are followed, how full they are, and the changes that they have not got yet."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class EngineState(models.TextChoices):
    """Whether an engine answers. For staff of the console: not translated."""

    FOLLOWED = "followed", "followed"
    LIVE = "live", "live"
    RETIRED = "retired", "retired"


class SearchEngine(models.Model):
    """An engine that is not only a default: it answers, or is kept in step to answer some day.

    Where none is live, the one that VITRINE_VECTOR_INDEX names answers.
    """

    State = EngineState

    name = models.CharField(max_length=40, unique=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.FOLLOWED)
    troubles = models.TextField(blank=True, help_text="What it said last; a line for each.")
    looked_at = models.DateTimeField(null=True, help_text="When it was last asked for troubles.")
    activated_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()  # no page of the admin shows it
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=EngineState.LIVE), name="one_live_engine"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FollowedSpace(models.Model):
    """A space in an engine: filled once, then kept in step. Its row is locked by who writes there.

    While the row is there, triggers note every change of the space's pictures (`StoreChange`).
    """

    engine = models.ForeignKey(SearchEngine, on_delete=models.CASCADE, related_name="spaces")
    space = models.ForeignKey("embeddings.EmbeddingSpace", models.CASCADE, related_name="+")
    writers = models.JSONField(
        null=True,
        help_text="Transactions that were open when the triggers began; null: not asked yet.",
    )
    filled_to = models.BigIntegerField(default=0, help_text="Id of the last picture put there.")
    filled_at = models.DateTimeField(null=True, help_text="Searches may use it since then.")
    failures = models.PositiveIntegerField(default=0, help_text="In a row.")
    rests_until = models.DateTimeField(null=True, help_text="Nothing is written there before.")
    compared_to = models.BigIntegerField(default=0, help_text="Id of the last picture compared.")
    compared_at = models.DateTimeField(null=True, help_text="When all had been compared.")
    found = models.JSONField(default=dict, help_text="What comparing found; of the pass under way.")
    found_before = models.JSONField(default=dict, help_text="The same of the last whole pass.")

    class Meta:
        default_permissions = ()  # no page of the admin shows it
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["engine", "space"], name="one_space_per_engine")
        ]

    def __str__(self) -> str:
        return f"{self.space} in {self.engine}"


class StoreChange(models.Model):
    """A picture that an engine has not as PostgreSQL has it. Written by triggers, with the change.

    No foreign keys in the database: they would lock the row of the space in each write of the shop.
    """

    followed = models.ForeignKey(
        FollowedSpace, models.CASCADE, related_name="changes", db_constraint=False
    )
    image_id = models.BigIntegerField(help_text="The picture may be gone.")
    changed_at = models.DateTimeField(db_default=Now())
    applied_at = models.DateTimeField(
        null=True, help_text="It was put there, and a search may still miss it."
    )

    class Meta:
        default_permissions = ()  # no page of the admin shows it
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"picture {self.image_id}, {self.followed}"
