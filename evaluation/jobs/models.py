"""What was asked to be done with spaces, by whom, how far it is, how long it took."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from embeddings.models import EmbeddingSpace


class JobKind(models.TextChoices):
    """What can be asked for."""

    CREATE = "create", _("create a space")
    TUNE = "tune", _("tune")
    COMPARE = "compare", _("compare")
    ACTIVATE = "activate", _("activate")
    ROLL_BACK = "roll_back", _("roll back")
    RETIRE = "retire", _("give up")


class JobState(models.TextChoices):
    """How far it is."""

    WAITING = "waiting", _("waiting")
    WORKING = "working", _("under way")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
    CANCELLED = "cancelled", _("cancelled")


OPEN_STATES = (JobState.WAITING, JobState.WORKING)


class SpaceJob(models.Model):
    """One piece of work. The row is the truth; messages only wake workers."""

    Kind, State = JobKind, JobState

    kind = models.CharField(_("what"), max_length=10, choices=JobKind.choices)
    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.WAITING
    )
    space = models.ForeignKey(
        EmbeddingSpace,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="jobs",
        verbose_name=_("space"),
    )
    other = models.ForeignKey(
        EmbeddingSpace,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("other space"),
    )
    recipe = models.CharField(_("recipe"), max_length=200, blank=True)
    activates = models.BooleanField(_("goes live once it is built"), default=False)
    asked_for = models.CharField(max_length=250, help_text="What may be under way once at a time.")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who"),
    )
    asked_at = models.DateTimeField(_("when"), auto_now_add=True)
    started_at = models.DateTimeField(_("began"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)
    pictures = models.PositiveIntegerField(
        _("pictures"), default=0, help_text="In the catalogue when it ended: how big the work was."
    )
    is_cancelled = models.BooleanField(default=False)
    claim = models.CharField(max_length=50, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    progress = models.CharField(max_length=300, blank=True)
    report = models.JSONField(default=dict, blank=True)
    problem = models.TextField(_("problem"), blank=True)

    class Meta:
        verbose_name = _("work on spaces")
        verbose_name_plural = _("work on spaces")
        default_permissions = ("view",)
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_for"],
                condition=Q(state__in=[state.value for state in OPEN_STATES]),
                name="evaluation_one_job_of_a_kind",
            )
        ]

    def __str__(self) -> str:
        about = " / ".join(str(each) for each in (self.space, self.other) if each) or self.recipe
        return f"{self.get_kind_display()}: {about}" if about else str(self.get_kind_display())

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES
