"""Rows of a form, such as a product's pictures, that colleagues delete, add and move meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.forms.models import BaseInlineFormSet
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property

from backoffice.editing.form import SharedForm
from backoffice.sent_ids import sent_id


class SharedRow(SharedForm):
    """One of the rows. The thing that they belong to is locked, and they are read after that."""

    def _current(self) -> Model | None:
        return None if self.instance.pk is None else self.instance


class SharedRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """Those that are no longer there are left out, and told in `gone`; the others stay in step."""

    model: type[Model]

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        self.gone: list[str] = []
        """The ids of rows that somebody else has deleted."""
        super().__init__(data, files, **kwargs)

    @cached_property
    def forms(self) -> list[Any]:
        """Made only when the rest of the page has been looked at, and its row locked."""
        if self.is_bound and self.instance.pk is not None:
            self._leave_out_the_gone()
        found: list[Any] = super().forms
        return found

    def _leave_out_the_gone(self) -> None:
        """As if they had never been on the page: Django takes a row without its thing for new."""
        key = self.model._meta.pk.name
        total, known = (self._number(name) for name in ("TOTAL_FORMS", "INITIAL_FORMS"))
        ids = [str(self.data.get(f"{self.prefix}-{row}-{key}", "")) for row in range(known)]
        there = set(
            self.model._default_manager.filter(
                pk__in=[sent_id(each) for each in ids], **{self.fk.name: self.instance}
            ).values_list("pk", flat=True)
        )
        staying = [row for row, pk in enumerate(ids) if sent_id(pk) in there]
        if len(staying) == known:
            return
        self.gone = [ids[row] for row in range(known) if row not in staying]
        places = {old: new for new, old in enumerate([*staying, *range(known, total)])}
        self.data = self._moved(self.data, places)
        self.files = self._moved(self.files, places)
        self.data[f"{self.prefix}-TOTAL_FORMS"] = str(len(places))
        self.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(staying))
        self.__dict__.pop("management_form", None)

    def initial_form_count(self) -> int:
        """However many are claimed: something new has none yet, and no form holds so many."""
        if not self.is_bound:
            return super().initial_form_count()
        if self.instance.pk is None:
            return 0
        return min(super().initial_form_count(), self.absolute_max)

    def _number(self, name: str) -> int:
        sent = str(self.data.get(f"{self.prefix}-{name}", ""))
        return min(int(sent), self.absolute_max) if sent.isdecimal() else 0

    def _moved(self, sent: Any, places: dict[int, int]) -> MultiValueDict[str, Any]:
        """What was sent, with each row at its new place."""
        moved: MultiValueDict[str, Any] = MultiValueDict()
        for name, values in sent.lists() if sent else ():
            row, dash, rest = name.removeprefix(f"{self.prefix}-").partition("-")
            if name.startswith(f"{self.prefix}-") and dash and row.isdecimal():
                if int(row) not in places:
                    continue
                name = f"{self.prefix}-{places[int(row)]}-{rest}"
            moved.setlist(name, values)
        return moved

    def get_queryset(self) -> Any:
        """In the order in which the page has them, whatever a colleague has added or moved."""
        if not self.is_bound or hasattr(self, "_in_order"):
            return getattr(self, "_in_order", None) or super().get_queryset()
        found = {each.pk: each for each in super().get_queryset()}
        self._in_order = [found[pk] for pk in self._sent_ids() if pk in found]
        return self._in_order

    def _sent_ids(self) -> Iterator[int]:
        key = self.model._meta.pk.name
        for row in range(self.initial_form_count()):
            yield sent_id(str(self.data.get(f"{self.prefix}-{row}-{key}", "")))
