"""Embedding spaces: what they are made of and how far they are."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from backoffice.embeddings.badges import badge
from backoffice.embeddings.machine_made import MachineMadeAdmin
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Component


@admin.register(EmbeddingSpace)
class EmbeddingSpaceAdmin(MachineMadeAdmin):
    list_display = ["name", "state_shown", "progress", "dimensions", "made_of", "note"]
    fields = [
        *("name", "state_shown", "progress", "made_of", "dimensions", "note"),
        *("recipe", "created_at", "activated_at", "activates_when_built"),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        counts = {
            state: Count("embeddings", filter=Q(embeddings__state=state))
            for state in ("ready", "pending", "failed")
        }
        return super().get_queryset(request).annotate(**counts)

    @admin.display(description="state")
    def state_shown(self, space: EmbeddingSpace) -> str:
        return badge(space.state, space.get_state_display())

    @admin.display(description="pictures")
    def progress(self, space: Any) -> str:
        """A bar of what is ready, and the numbers, each leading to its rows."""
        rows = reverse("admin:embeddings_imageembedding_changelist")
        counts = (("ready", "ready"), ("pending", "waiting"), ("failed", "failed"))
        links = format_html_join(
            ", ",
            '<a href="{}?space__id__exact={}&amp;state__exact={}">{} {}</a>',
            ((rows, space.pk, state, getattr(space, state), word) for state, word in counts),
        )
        return format_html(
            '<progress value="{}" max="{}"></progress> {}',
            space.ready,
            max(space.ready + space.pending + space.failed, 1),
            links,
        )

    @admin.display(description="made of")
    def made_of(self, space: EmbeddingSpace) -> str:
        return format_html_join("", "<div>{}</div>", ((_in_words(part),) for part in space.parts))


def _in_words(part: Component) -> str:
    words = [part.encoder]
    if part.pooling:
        words.append(f"{part.pooling} pooling")
    projected = f", projected from {part.feature_dimensions}" if part.projection else ""
    words.append(f"{part.dimensions} dimensions{projected}")
    words.append(f"weight {part.weight:.2g}")
    if part.weights_sha256:
        words.append(f"weights {part.weights_sha256[:8]}…")
    return ", ".join(words)
