"""What is found while somebody types: with what tells one from another beside its name."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.views.autocomplete import AutocompleteJsonView


class LabelledAutocomplete(AutocompleteJsonView):
    """An admin whose `choice_labels(things)` gives labels by id has these shown: one statement."""

    _labels: dict[int, str] = {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        make = getattr(self.model_admin, "choice_labels", None)
        self._labels = make(context["object_list"]) if make else {}
        return context

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        text = self._labels.get(obj.pk, str(obj))
        return {"id": str(getattr(obj, to_field_name)), "text": text}
