"""Finding the products whose pictures failed, wait, or are not there at all."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.choice_filter import ChoiceFilter
from catalog.models import ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding

NO_PICTURE = "none"


class EmbeddingStateFilter(ChoiceFilter):
    """Products with at least one picture in a state, in the space that shoppers see."""

    title = gettext_lazy("embedding")
    parameter_name = "embedding"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        states = [
            (state.value, _("Any %(state)s") % {"state": state.label})
            for state in reversed(ImageEmbedding.State)
        ]
        return [*states, (NO_PICTURE, _("No picture"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        state = self.value()
        if state is None:
            return queryset
        if state == NO_PICTURE:
            return queryset.exclude(Exists(ProductImage.objects.filter(product=OuterRef("pk"))))
        rows = ImageEmbedding.objects.filter(space__state=EmbeddingSpace.State.LIVE, state=state)
        return queryset.filter(Exists(rows.filter(image__product=OuterRef("pk"))))
