"""Ways to narrow the list of findings; at first it shows what waits for somebody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin import ModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from backoffice.choice_filter import ChoiceFilter
from hygiene.findings.counts import count_open
from hygiene.findings.models import FindingKind, FindingState

_ALL = "all"


class StateFilter(admin.SimpleListFilter):
    """Open ones unless others are asked for."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        states = [(state.value, capfirst(str(state.label))) for state in FindingState]
        return [*states, (_ALL, capfirst(str(gettext_lazy("all"))))]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        chosen = self._chosen()
        for value, label in self.lookup_choices:
            yield {
                "selected": value == chosen,
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": label,
            }

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self._chosen()
        return queryset if chosen == _ALL else queryset.filter(state=chosen)

    def _chosen(self) -> str:
        known = {str(value) for value, _ in self.lookup_choices}
        value = self.value()
        return value if value in known else FindingState.OPEN.value


class KindFilter(ChoiceFilter):
    """Of one kind, with how many of it are open."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        counts = count_open()
        return [
            (kind.value, f"{capfirst(str(kind.label))} ({counts[kind]})") for kind in FindingKind
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value()
        return queryset.filter(kind=chosen) if chosen else queryset
