"""Embedding spaces, and one embedding for each picture in each active space."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField

from catalog.models import Product, ProductImage
from embeddings.pipeline import Block, Component, blocks_of
from embeddings.querysets import EmbeddingSpaceQuerySet, ImageEmbeddingQuerySet
from embeddings.spaces.measured.kind_prior import KindPrior
from embeddings.spaces.measured.scales import Scales
from infra.traces import TRACEPARENT_CHARACTERS


# Outside of their models, whose constraints and indexes name them.
class SpaceState(models.TextChoices):
    """How far a space is."""

    BUILDING = "building", _("building")
    READY = "ready", _("ready")
    LIVE = "live", _("live")
    RETIRED = "retired", _("retired")


class EmbeddingState(models.TextChoices):
    """How far a picture is in a space."""

    PENDING = "pending", _("waiting")
    READY = "ready", _("ready")
    FAILED = "failed", _("failed")
    IGNORED = "ignored", _("not compared")


class EmbeddingSpace(models.Model):
    """One comparable set of vectors: what made them, and whether shoppers see its answers."""

    State = SpaceState

    name = models.CharField(_("name"), max_length=220, unique=True)
    recipe = models.CharField(
        _("recipe"), max_length=200, help_text=_("Such as resnet50+lab_color.")
    )
    components = models.JSONField(
        _("components"), help_text=_("Encoder, weights, pooling, preprocessing, weight.")
    )
    dimensions = models.PositiveIntegerField(_("dimensions"))
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.BUILDING
    )
    activates_when_built = models.BooleanField(_("activates when built"), default=False)
    features_key = models.CharField(
        _("features key"),
        max_length=64,
        blank=True,
        db_index=True,
        help_text=_("sha256 of what makes the features; spaces that share it share features."),
    )
    successor_recipe = models.CharField(
        _("successor recipe"),
        max_length=200,
        blank=True,
        help_text=_("Recipe of the space to be fitted on this one's features once it is built."),
    )
    calibration = models.JSONField(
        _("calibration"),
        default=dict,
        blank=True,
        help_text=_("How alike random pictures are in this space."),
    )
    kinds = models.JSONField(
        _("kinds"),
        default=dict,
        blank=True,
        help_text=_("How far the categories agree with what lies near each other in this space."),
    )
    ef_search = models.PositiveSmallIntegerField(
        _("index search width"),
        default=100,
        help_text=_("How widely the index is searched: 1 to 1000."),
    )
    recall = models.FloatField(
        _("recall"),
        null=True,
        blank=True,
        help_text=_("Share of the true ten nearest that the index finds."),
    )
    recall_measured_at = models.DateTimeField(_("recall measured at"), null=True, blank=True)
    note = models.TextField(
        _("note"), blank=True, help_text=_("Shown to staff while this space is live.")
    )
    grades = models.JSONField(_("grades"), default=dict, blank=True)
    fitting = models.JSONField(
        _("fitting"),
        default=dict,
        blank=True,
        help_text=_("What was tried to fit it to the catalogue, and what came of it."),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    built_at = models.DateTimeField(_("built at"), null=True, blank=True)
    activated_at = models.DateTimeField(_("activated at"), null=True, blank=True)

    objects = EmbeddingSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("embedding space")
        verbose_name_plural = _("embedding spaces")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=SpaceState.LIVE), name="one_live_space"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def parts(self) -> tuple[Component, ...]:
        """What the space's vectors are composed of."""
        return tuple(Component.from_json(values) for values in self.components)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Which stretches of its vectors are about what, and how much each counts."""
        return blocks_of(self.parts)

    @property
    def scales(self) -> Scales:
        """What its cosines say as points, as kept in `calibration`."""
        return Scales.from_json(self.calibration)

    @property
    def kind_prior(self) -> KindPrior | None:
        """What its categories say of likeness, as kept in `kinds`; None before it was measured."""
        return KindPrior.from_json(self.kinds)

    @property
    def learnt_within(self) -> bool:
        """Whether its vectors have learnt which differences do not matter to this shop."""
        return ":wccn" in self.recipe

    @property
    def index_name(self) -> str:
        return f"embedding_hnsw_{self.pk}"


class Projection(models.Model):
    """The matrix that a component of a space projects its features with; kept with the space."""

    space = models.ForeignKey(
        EmbeddingSpace,
        on_delete=models.CASCADE,
        related_name="projections",
        verbose_name=_("space"),
    )
    sha256 = models.CharField(
        _("sha256"), max_length=64, help_text=_("Of the data; the component names it.")
    )
    data = models.BinaryField(
        _("data"), help_text=_("As embeddings.pipeline.Projection writes it.")
    )

    class Meta:
        verbose_name = _("projection")
        verbose_name_plural = _("projections")
        constraints = [
            models.UniqueConstraint(fields=["space", "sha256"], name="one_projection_per_space")
        ]

    def __str__(self) -> str:
        words = gettext("projection %(sha256)s of %(space)s")
        return words % {"sha256": self.sha256[:8], "space": self.space}


class ImageEmbedding(models.Model):
    """Where one picture stands in one space: waiting, embedded, failed with a reason, or ignored.

    The pending rows are the work queue. A worker's claim is a token and a lease: the row stays
    pending until its vector is stored, so a worker that dies loses nothing. An ignored picture,
    which is not to be compared, has no vector, so that nothing that reads vectors meets it; its
    features are kept for the day on which it is compared again.
    """

    State = EmbeddingState

    image = models.ForeignKey(
        ProductImage, on_delete=models.CASCADE, related_name="embeddings", verbose_name=_("picture")
    )
    # The picture's own product, written here too: a search of few products reads one table less
    # and takes a half to a third of the time.
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="+", db_index=False, editable=False
    )
    space = models.ForeignKey(
        EmbeddingSpace, on_delete=models.CASCADE, related_name="embeddings", verbose_name=_("space")
    )
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.PENDING)
    priority = models.SmallIntegerField(_("priority"), default=0, help_text=_("Higher goes first."))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.CharField(_("claim"), max_length=64, blank=True)
    lease_expires_at = models.DateTimeField(_("lease expires at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=400, blank=True)
    digest = models.CharField(
        _("digest"), max_length=64, help_text=_("sha256 of the picture this row is about.")
    )
    features = HalfVectorField(null=True, blank=True, editable=False)
    vector = HalfVectorField(null=True, blank=True, editable=False)
    traceparent = models.CharField(
        _("traceparent"),
        max_length=TRACEPARENT_CHARACTERS,
        blank=True,
        db_default="",
        editable=False,
        help_text=_("The trace that asked for it; empty without one, and once it is embedded."),
    )
    queued_at = models.DateTimeField(_("queued at"), auto_now_add=True)
    embedded_at = models.DateTimeField(_("embedded at"), null=True, blank=True)

    objects = ImageEmbeddingQuerySet.as_manager()

    class Meta:
        verbose_name = _("embedding")
        verbose_name_plural = _("embeddings")
        constraints = [
            models.UniqueConstraint(fields=["image", "space"], name="one_embedding_per_space"),
            models.CheckConstraint(
                condition=Q(state=EmbeddingState.READY, vector__isnull=False)
                | (~Q(state=EmbeddingState.READY) & Q(vector__isnull=True)),
                name="vector_exactly_when_ready",
            ),
        ]
        indexes = [
            models.Index(
                fields=["space", "-priority", "id"],
                condition=Q(state=EmbeddingState.PENDING),
                name="embedding_queue",
            ),
            # Those that were tried are few: to find them among ten million that were not.
            models.Index(
                fields=["space", "attempts", "-priority", "id"],
                condition=Q(state=EmbeddingState.PENDING, attempts__gt=0),
                name="embedding_tried",
            ),
            models.Index(fields=["claim"], condition=~Q(claim=""), name="embedding_claim"),
            models.Index(fields=["product", "space"], name="embedding_product"),
            models.Index(
                fields=["space", "id"],
                condition=Q(state=EmbeddingState.FAILED),
                name="embedding_failed",
            ),
            models.Index(
                fields=["space", "id"],
                condition=Q(state=EmbeddingState.IGNORED),
                name="embedding_ignored",
            ),
            models.Index(
                fields=["digest"], condition=Q(state=EmbeddingState.READY), name="embedding_digest"
            ),
        ]

    def __str__(self) -> str:
        words = gettext("%(picture)s in %(space)s")
        return words % {"picture": self.image, "space": self.space}


# Django finds models here; those of indexes, photos and words stand in rooms of their own.
from embeddings.index.external.following.models import (  # noqa: E402
    FollowedSpace,
    SearchEngine,
    StoreChange,
)
from embeddings.index.pgvector.categories.models import (  # noqa: E402
    CategoryIndex,
    CategoryIndexChange,
)
from embeddings.photos.centring.models import PhotoMean, PhotoSpread  # noqa: E402
from embeddings.words.models import WordDirection, WordMap  # noqa: E402

__all__ = [
    "CategoryIndex",
    "CategoryIndexChange",
    "EmbeddingSpace",
    "EmbeddingState",
    "FollowedSpace",
    "ImageEmbedding",
    "PhotoMean",
    "PhotoSpread",
    "Projection",
    "SearchEngine",
    "SpaceState",
    "StoreChange",
    "WordDirection",
    "WordMap",
]
