"""Embedding spaces: what they are made of and how far they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.badges import badge
from backoffice.lab.judging.agreement import describe_agreement
from backoffice.read_only import ReadOnlyAdmin
from backoffice.spaces import building, doing
from backoffice.spaces.comparing import show_compare
from backoffice.spaces.creating import show_create
from backoffice.spaces.floor import describe_floor
from backoffice.spaces.offered import step_back, steps_of
from backoffice.spaces.permissions import may
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import Component
from evaluation.fitting.description import describe_fitting

State = ImageEmbedding.State


class EmbeddingSpaceAdmin(ReadOnlyAdmin):
    list_display = [
        "name",
        "state_shown",
        "progress",
        "dimensions",
        "made_of",
        "words_shown",
        "note",
    ]
    fields = [
        *("name", "state_shown", "progress", "made_of", "dimensions", "floor", "words", "judged"),
        "note",
        *("recipe", "learnt", "created_at", "built_at", "activated_at", "activates_when_built"),
    ]
    change_form_template = "admin/embeddings/embeddingspace/space.html"
    change_list_template = "admin/embeddings/embeddingspace/spaces.html"
    glossary = ("space", "embedding", "grade", "recall")

    def get_urls(self) -> list[URLPattern]:
        of_space = {
            "activate": doing.activate,
            "roll_back": doing.roll_back,
            "retire": doing.retire,
            "build": doing.build,
            "tune": doing.tune,
            "progress": building.show_building,
        }
        pages = [
            self._page(f"<int:pk>/{name.replace('_', '-')}/", name, self._with_space(view))
            for name, view in of_space.items()
        ]
        return [self._page("compare/", "compare", self._compare), *pages, *super().get_urls()]

    def _page(self, route: str, name: str, view: Callable[..., Any]) -> URLPattern:
        inner = self.admin_site.admin_view(view)
        return path(route, inner, name=f"embeddings_embeddingspace_{name}")

    def _with_space(
        self, view: Callable[[HttpRequest, EmbeddingSpace], HttpResponse]
    ) -> Callable[..., HttpResponse]:
        def answer(request: HttpRequest, pk: int) -> HttpResponse:
            return view(request, get_object_or_404(EmbeddingSpace, pk=pk))

        return answer

    def _compare(self, request: HttpRequest) -> HttpResponse:
        return show_compare(request, {"opts": self.opts})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return may(request, "add")

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return show_create(request, {"opts": self.opts})

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        more = {
            "title": capfirst(self.opts.verbose_name_plural),
            "step_back": step_back(request),
            "may_change": may(request, "change"),
        }
        return super().changelist_view(request, {**more, **(extra_context or {})})

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **more: Any
    ) -> HttpResponse:
        space: EmbeddingSpace = more["obj"]
        context |= {
            "space": space,
            "steps": steps_of(request, space),
            "building": building.look(space),
            "may_change": may(request, "change"),
        }
        response: HttpResponse = super().render_change_form(request, context, *args, **more)
        return response

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        counts = {
            state.value: Count("embeddings", filter=Q(embeddings__state=state)) for state in State
        }
        spaces: QuerySet[Any] = (
            super().get_queryset(request).select_related("word_map").annotate(**counts)
        )
        return spaces

    @admin.display(description=gettext_lazy("state"))
    def state_shown(self, space: EmbeddingSpace) -> str:
        return badge(space.state, space.get_state_display())

    @admin.display(description=gettext_lazy("pictures"))
    def progress(self, space: Any) -> str:
        """A bar of what is ready, and the numbers, each leading to its rows."""
        rows = reverse("admin:embeddings_imageembedding_changelist")
        links = format_html_join(
            ", ",
            '<a href="{}?space__id__exact={}&amp;state__exact={}">{} {}</a>',
            (
                (rows, space.pk, state.value, getattr(space, state.value), state.label)
                for state in (State.READY, State.PENDING, State.FAILED, State.IGNORED)
            ),
        )
        return format_html(
            '<progress value="{}" max="{}"></progress> {}',
            space.ready,
            max(space.ready + space.pending + space.failed, 1),
            links,
        )

    @admin.display(description=gettext_lazy("words"))
    def words_shown(self, space: EmbeddingSpace) -> str:
        """Whether words may answer shoppers."""
        learnt = getattr(space, "word_map", None)
        if learnt is None:
            return _("not learnt yet")
        return badge("ready", _("in use")) if learnt.is_accepted else badge("failed", _("refused"))

    @admin.display(description=gettext_lazy("words"))
    def words(self, space: EmbeddingSpace) -> str:
        """The same, and by which grade."""
        learnt = getattr(space, "word_map", None)
        if learnt is None:
            return self.words_shown(space)
        grade = _(
            "%(words)d words; held-out products found among the first ten: %(found)s, by chance "
            "%(chance)s; gain over a stranger's words %(lower)s to %(upper)s"
        ) % {
            "words": learnt.words,
            "found": f"{learnt.grade['recall_at_10']:.0%}",
            "chance": f"{learnt.grade['chance_at_10']:.0%}",
            "lower": f"{learnt.grade['lower']:.2f}",
            "upper": f"{learnt.grade['upper']:.2f}",
        }
        return format_html("{} {}", self.words_shown(space), grade)

    @admin.display(description=gettext_lazy("fitting"))
    def learnt(self, space: EmbeddingSpace) -> str:
        """What the catalogue could teach it, and why that was taken or refused."""
        lines = format_html_join("", "<div>{}</div>", ((line,) for line in describe_fitting(space)))
        return lines or self.get_empty_value_display()

    @admin.display(description=gettext_lazy("made of"))
    def made_of(self, space: EmbeddingSpace) -> str:
        return format_html_join("", "<div>{}</div>", ((_in_words(part),) for part in space.parts))

    @admin.display(description=gettext_lazy("judgements"))
    def judged(self, space: EmbeddingSpace) -> str:
        return describe_agreement(space)

    @admin.display(description=gettext_lazy("similar items"))
    def floor(self, space: EmbeddingSpace) -> str:
        return describe_floor(space)


def _in_words(part: Component) -> str:
    words = [part.encoder]
    if part.pooling:
        words.append(_("%(pooling)s pooling") % {"pooling": part.pooling})
    size = {"to": part.dimensions, "from": part.feature_dimensions}
    if part.projection:
        words.append(_("%(to)d dimensions, projected from %(from)d") % size)
    else:
        words.append(_("%(to)d dimensions") % size)
    words.append(_("weight %(weight)s") % {"weight": f"{part.weight:.2g}"})
    if part.weights_sha256:
        words.append(_("weights %(sha256)s…") % {"sha256": part.weights_sha256[:8]})
    return ", ".join(words)
