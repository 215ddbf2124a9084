"""What the filters beside the lists of the admin have in common."""

from __future__ import annotations

from django.contrib import admin


class ChoiceFilter(admin.SimpleListFilter):
    """A filter that takes only what it offers: anything else in the address is passed over."""

    def value(self) -> str | None:
        chosen = super().value()
        return chosen if chosen in {str(value) for value, _ in self.lookup_choices} else None
