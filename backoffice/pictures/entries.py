"""What a page shows of a product's pictures: saved and held ones in one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from backoffice.pictures.held_form import MAX_POSITION, HeldForm
from catalog.images.held.alike import Alike, find_alike
from catalog.models import HeldPicture, ProductImage


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One picture of the list."""

    form: Any
    """A PictureForm of one that is saved, or a HeldForm."""
    picture: ProductImage | HeldPicture
    replacement: HeldForm | None = None
    """What comes in its place when the form is saved."""
    alike: Alike[Any] | None = None
    """An earlier one of the list that shows the same."""

    @property
    def is_held(self) -> bool:
        return isinstance(self.picture, HeldPicture)


def in_order(forms: Iterable[Any], held_forms: Iterable[HeldForm]) -> list[Entry]:
    """All of them by their places, as typed; those that say none go last."""
    held_forms = list(held_forms)
    replacements = {form.held.replaces_id: form for form in held_forms if form.held.replaces_id}
    shown = [(form, form.instance, replacements.get(form.instance.pk)) for form in forms]
    shown += [(form, form.held, None) for form in held_forms if not form.held.replaces_id]
    shown.sort(key=lambda each: _place(each[0]))  # stable, so that equal places keep their order
    seen: list[Any] = []
    entries = []
    for form, picture, replacement in shown:
        entries.append(
            Entry(
                form=form,
                picture=picture,
                replacement=replacement,
                alike=find_alike(picture, seen),
            )
        )
        seen.append(picture)
    return entries


def _place(form: Any) -> int:
    try:
        return int(form["position"].value())
    except (TypeError, ValueError):
        return MAX_POSITION + 1
