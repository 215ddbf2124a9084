"""What a bulk edit does, in words."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _

from backoffice.attributes.typed import as_text
from catalog.bulk_edits.change import Change
from catalog.bulk_edits.pricing import PriceChange
from catalog.bulk_edits.progress import progress
from catalog.categories.paths import read_paths
from catalog.models import BulkEdit


def in_words(edit: BulkEdit) -> str:
    """One line: price 10 % down, ending in .95; brand Ollune."""
    if edit.kind == BulkEdit.Kind.DELETION:
        return _("delete")
    return "; ".join(_parts(Change.from_json(edit.change))) or _("not said yet")


def _parts(change: Change) -> Iterator[str]:
    if change.price is not None:
        yield _price(change.price)
    if change.category_id is not None:
        path = read_paths([change.category_id]).get(change.category_id, "–")
        yield _("category %(path)s") % {"path": path}
    if change.brand is not None:
        yield _("brand %(name)s") % {"name": change.brand} if change.brand else _("no brand")
    if change.is_published is not None:
        yield _("published") if change.is_published else _("taken out of the shop")
    for name, value in change.attributes.items():
        yield f"{name}: {as_text(value)[1]}"
    for name in change.cleared:
        yield _("without %(name)s") % {"name": name}


def _price(price: PriceChange) -> str:
    told = {
        "set": _("price %(value)s"),
        "raise": _("price %(value)s %% up"),
        "lower": _("price %(value)s %% down"),
        "round": _("price rounded"),
    }[price.operation] % {"value": price.value}
    if price.ending == "00":
        return _("%(price)s, whole") % {"price": told}
    return (
        f"{told}, " + _("ending in .%(cents)s") % {"cents": price.ending} if price.ending else told
    )


def progress_in_words(edit: BulkEdit) -> str:
    """How far it is, or why nothing happens."""
    now = progress(edit)
    if now.is_stalled:
        return _("No worker has come to it for a while. Tell whoever runs the shop.")
    if edit.is_working and edit.is_cancelled:
        return _("It stops after what is under way.")
    if now.is_waiting:
        return _("It waits for a worker.")
    return _("%(done)s of %(of)s products") % {"done": intcomma(now.done), "of": intcomma(now.of)}
