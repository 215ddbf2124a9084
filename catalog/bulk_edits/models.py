"""Changes to many products at once: what was asked, how far it is, what it did to each."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkEdit(models.Model):
    """One change to the products that somebody selected. The row is the truth, messages only wake.

    Nothing is done before somebody has seen what would be, and has said so: a draft is a selection
    that is kept, and perhaps the change that was asked of it.
    """

    class Kind(models.TextChoices):
        CHANGE = "change", _("change")
        DELETION = "deletion", _("deletion")

    class State(models.TextChoices):
        DRAFT = "draft", _("not done yet")
        APPLYING = "applying", _("under way")
        APPLIED = "applied", _("done")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        CANCELLED = "cancelled", _("stopped")
        FAILED = "failed", _("failed")

    WORKING = (State.APPLYING, State.UNDOING)

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices, default=Kind.CHANGE)
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    # Who asked for it last: the history of the products names whoever confirmed it, or undid it.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who"),
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    batch = models.UUIDField(
        default=uuid.uuid4, editable=False, help_text="In the products' history."
    )
    change = models.JSONField(default=dict, help_text="What is asked: `Change`; empty at first.")
    product_ids = ArrayField(
        models.BigIntegerField(), default=list, help_text="Those selected, in the order shown."
    )
    total = models.PositiveIntegerField(_("products"), default=0, help_text="How many these are.")
    cursor = models.PositiveIntegerField(default=0, help_text="How many of them are done.")
    counts = models.JSONField(default=dict, help_text="Outcome -> products.")
    is_cancelled = models.BooleanField(
        default=False, help_text="Whoever works on it is to stop after its batch."
    )
    queued_at = models.DateTimeField(null=True, help_text="When the work was asked for.")
    heartbeat_at = models.DateTimeField(null=True, help_text="When it last got on.")
    finished_at = models.DateTimeField(_("finished"), null=True)
    attempts = models.PositiveIntegerField(default=0, help_text="Since it last got on.")
    error = models.TextField(_("error"), blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("bulk edit")
        verbose_name_plural = _("bulk edits")
        indexes = [
            models.Index(
                fields=["queued_at", "id"],
                condition=models.Q(state__in=["applying", "undoing"]),
                name="bulk_edit_working",
            )
        ]

    def __str__(self) -> str:
        return _("Bulk edit %(number)s") % {"number": self.pk}

    @property
    def is_working(self) -> bool:
        """Whether it waits for a worker, or one is at it."""
        return self.state in self.WORKING


class BulkEditRow(models.Model):
    """What became of one of the products; those that stay as they are have none."""

    class Outcome(models.TextChoices):
        CHANGED = "changed", _("changed")
        DELETED = "deleted", _("deleted")
        REFUSED = "refused", _("refused")

    edit = models.ForeignKey(BulkEdit, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="From 1, in the order of the selection.")
    product_id = models.BigIntegerField(help_text="No foreign key: the product may be gone.")
    sku = models.CharField(_("SKU"), max_length=64)
    name = models.CharField(_("name"), max_length=200)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices)
    changes = models.JSONField(
        default=dict, help_text="Field -> [before, after]; of attributes those that change."
    )
    reason = models.TextField(blank=True, help_text="Why it was refused.")
    is_undone = models.BooleanField(default=False)
    why_not_undone = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("row of a bulk edit")
        verbose_name_plural = _("rows of a bulk edit")
        constraints = [
            models.UniqueConstraint(fields=["edit", "number"], name="bulk_edit_row_once")
        ]

    def __str__(self) -> str:
        return self.sku
