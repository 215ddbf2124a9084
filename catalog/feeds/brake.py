"""The safety brake: a supplier's mistake is not to empty a shop, or to give its goods away."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from catalog.feeds.models import Feed
from catalog.imports.models import ImportRow, ImportRun


def reason_to_stop(run: ImportRun, feed: Feed) -> str:
    """Why staff are to be asked before this is applied; empty where they need not be."""
    leaving, listed = run.counts.get("leaving", 0), run.counts.get("listed", 0)
    if listed and leaving * 100 > listed * feed.most_leaving_percent:
        return _(
            "%(leaving)s of %(listed)s products would leave the shop; more than %(most)s %% are "
            "not taken out without asking."
        ) % {"leaving": leaving, "listed": listed, "most": feed.most_leaving_percent}
    moving = [row.sku for row in _repriced(run) if _moves_too_far(row, feed)]
    if moving:
        return _(
            "The prices of %(count)s products would move by more than a factor of %(most)s: "
            "%(names)s."
        ) % {
            "count": len(moving),
            "most": f"{feed.most_price_factor:g}",
            "names": ", ".join(moving[:3]),
        }
    return ""


def _repriced(run: ImportRun) -> Iterator[ImportRow]:
    changed = run.rows.filter(outcome=ImportRow.Outcome.CHANGED, changes__has_key="price")
    return changed.only("sku", "changes").iterator()


def _moves_too_far(row: ImportRow, feed: Feed) -> bool:
    before, after = (Decimal(each) for each in row.changes["price"])
    if not before:  # none was known
        return False
    factor = Decimal(str(feed.most_price_factor))
    return after > before * factor or after * factor < before
