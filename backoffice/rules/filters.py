"""Ways to narrow the list of rules."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import ModelAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from backoffice.choice_filter import ChoiceFilter
from recommendations.models import Rule

State = Rule.State


class StateFilter(ChoiceFilter):
    """Rules that hold now, and those that do not, by the reason."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [(state.value, str(state.label).capitalize()) for state in State]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        match self.value():
            case State.VALID:
                return queryset.valid()
            case State.SCHEDULED:
                return queryset.scheduled()
            case State.ENDED:
                return queryset.ended()
            case State.OFF:
                return queryset.filter(is_active=False)
        return queryset
