"""Imports of files: what was asked for, how far it is, and what it did to each product."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One file on its way into the catalogue. The row is the truth; messages only wake workers."""

    class State(models.TextChoices):
        """Those that end in -ing are somebody's work: waiting for a worker, or under way."""

        FETCHING = "fetching", _("being fetched")
        RECOGNISED = "recognised", _("recognised")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        APPLYING = "applying", _("being imported")
        APPLIED = "applied", _("imported")
        UNDOING = "undoing", _("being undone")
        UNDONE = "undone", _("undone")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", _("failed")

    WORKING = (State.FETCHING, State.CHECKING, State.APPLYING, State.UNDOING)

    name = models.CharField(_("file"), max_length=200, help_text="As its sender calls it.")
    file = models.TextField(help_text="Where it is kept, private; empty once it is gone.")
    address = models.URLField(
        _("address"), max_length=2_000, blank=True, help_text="Where the file is fetched from."
    )
    sha256 = models.CharField(max_length=64, db_index=True, help_text="Of the file.")
    pictures = models.TextField(
        blank=True, help_text="A folder or ZIP of pictures; empty where none came with it."
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who"),
    )
    created_at = models.DateTimeField(_("when"), auto_now_add=True)
    reading = models.JSONField(default=dict, help_text="How it is cut into cells: `Reading`.")
    mapping = models.JSONField(default=dict, help_text="What columns mean: `ColumnMapping`.")
    category = models.ForeignKey(
        "catalog.Category",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("category of products without one"),
    )
    feed = models.ForeignKey(
        "catalog.Feed",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="runs",
        verbose_name=_("feed"),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RECOGNISED
    )
    is_cancelled = models.BooleanField(
        default=False, help_text="Whoever works on it is to stop after its batch."
    )
    in_console = models.BooleanField(
        default=False, help_text="Worked on by a command alone, which has its files."
    )
    counts = models.JSONField(default=dict, help_text="Outcome -> rows, and what else is counted.")
    cursor = models.PositiveIntegerField(default=0, help_text="Rows done in this state.")
    total = models.PositiveIntegerField(default=0, help_text="Rows to do; 0 while not known.")
    categories_made = models.JSONField(default=list, help_text="Ids, each after its parent.")
    queued_at = models.DateTimeField(null=True, help_text="When the work was asked for.")
    finished_at = models.DateTimeField(_("finished"), null=True)
    claim = models.CharField(max_length=64, blank=True, help_text="Token of who works on it.")
    lease_expires_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True, help_text="When it last got on.")
    attempts = models.PositiveIntegerField(default=0, help_text="Since it last got on.")
    error = models.TextField(_("error"), blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        indexes = [
            # The queue: a few rows, whatever has been imported before.
            models.Index(
                fields=["queued_at", "id"],
                condition=models.Q(state__in=["fetching", "checking", "applying", "undoing"]),
                name="import_run_working",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_working(self) -> bool:
        """Whether it waits for a worker, or one is at it."""
        return self.state in self.WORKING


class ImportRow(models.Model):
    """What a run makes of one product of its file, and what it did to the catalogue."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        REFUSED = "refused", _("refused")
        PASSED_OVER = "passed", _("passed over")

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="From 1, in the order of the file.")
    lines = models.JSONField(default=list, help_text="Where it stands in the file.")
    lines_to_send = models.JSONField(
        default=list, help_text="All lines without which it could not be read again."
    )
    sku = models.CharField(_("SKU"), max_length=200, blank=True)
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices)
    product = models.ForeignKey(
        "catalog.Product", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    content = models.JSONField(default=dict, help_text="The product as the file has it.")
    changes = models.JSONField(
        default=dict, help_text="Field -> [before, after]; of attributes those that change."
    )
    picture_changes = models.JSONField(default=list, help_text="What was done, in order.")
    problems = models.JSONField(
        default=list, help_text="Each with code, column, value and reason; pictures' too."
    )
    notices = models.JSONField(default=list, help_text="Sentences: what else is worth knowing.")
    is_applied = models.BooleanField(default=False)
    pictures_pending = models.BooleanField(default=False)
    is_undone = models.BooleanField(default=False)
    why_not_undone = models.TextField(blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="import_row_once"),
        ]
        indexes = [
            models.Index(fields=["run", "outcome", "number"], name="import_row_outcome"),
            models.Index(
                fields=["run", "number"],
                condition=models.Q(pictures_pending=True),
                name="import_row_pictures",
            ),
        ]

    def __str__(self) -> str:
        return self.sku or str(self.number)


class KeptMapping(models.Model):
    """How staff said that files with these columns are read; the next one begins with it."""

    key = models.CharField(max_length=64, unique=True, help_text="Of the columns: `key_of`.")
    reading = models.JSONField()
    mapping = models.JSONField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("kept meaning of columns")
        verbose_name_plural = _("kept meanings of columns")

    def __str__(self) -> str:
        return self.key[:8]


class ImportedPicture(models.Model):
    """From which file or address a picture came, so that the next import finds what has changed.

    It outlives its picture: what staff deleted does not come back by itself.
    """

    product = models.ForeignKey(
        "catalog.Product", on_delete=models.CASCADE, related_name="imported_pictures"
    )
    image = models.OneToOneField(
        "catalog.ProductImage", null=True, on_delete=models.SET_NULL, related_name="imported"
    )
    folder = models.TextField(
        help_text="The folder that was imported; empty for what a file of products names."
    )
    path = models.TextField(help_text="Of the file, below the folder; or its address.")
    sha256 = models.CharField(max_length=64, help_text="Of the file as it was imported.")
    url = models.TextField(
        blank=True, db_default="", help_text="Where it came from at last, after all redirects."
    )
    etag = models.TextField(blank=True, db_default="")
    last_modified = models.TextField(blank=True, db_default="")

    class Meta:
        verbose_name = _("imported picture")
        verbose_name_plural = _("imported pictures")
        constraints = [
            models.UniqueConstraint(fields=["product", "path"], name="imported_picture_once")
        ]
        # Variants share pictures, and thousands of products a size chart: fetched once.
        indexes = [HashIndex(fields=["path"], name="imported_picture_path")]

    def __str__(self) -> str:
        return self.path
