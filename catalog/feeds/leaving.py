"""Products that left a feed are taken out of the shop."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.feeds.returning import LEFT, come_back
from catalog.imports.models import ImportRow, ImportRun
from catalog.imports.runs.checking import batches

Outcome = ImportRow.Outcome


BATCH = 500


@transaction.atomic
def add_leaving(run: ImportRun) -> None:
    """Rows for what the feed had the last time and has no longer; `counts` gets "leaving".

    Also "listed", the number of products that it had. They take part in everything that rows do:
    numbers, reasons, undo.
    """
    before = _last_applied(run)
    run.counts |= {"leaving": 0, "listed": 0}
    if before is None:
        return
    there = run.rows.exclude(product=None).values("product")
    known = before.rows.filter(is_applied=True).exclude(product=None)
    run.counts["listed"] = known.exclude(content__has_key=LEFT).count()
    # A row that cannot be read has no product, and says by its SKU that it has not left.
    refused = run.rows.filter(outcome=Outcome.REFUSED, product=None).values("sku")
    gone = known.exclude(product__in=there).exclude(sku__in=refused).order_by("number")
    for batch in batches(gone.select_related("product").iterator(BATCH), BATCH):
        _leave(run, batch)
    come_back(run, known)


def _leave(run: ImportRun, rows: Iterable[ImportRow]) -> None:
    made = []
    for row in rows:
        product = row.product
        if product is None:
            continue
        run.total += 1
        content: dict[str, object] = {"sku": product.sku, LEFT: True}
        new = ImportRow(run=run, number=run.total, sku=product.sku, product=product)
        new.outcome, new.notices = Outcome.UNCHANGED, [_("It is no longer in the feed.")]
        # Only once: staff may show it again.
        if product.is_published and LEFT not in row.content:
            content["is_published"] = False
            new.outcome, new.changes = Outcome.CHANGED, {"is_published": [True, False]}
            run.counts["leaving"] += 1
        new.content = content
        run.counts[new.outcome] = run.counts.get(new.outcome, 0) + 1
        made.append(new)
    ImportRow.objects.bulk_create(made)


def _last_applied(run: ImportRun) -> ImportRun | None:
    earlier = ImportRun.objects.filter(feed=run.feed_id, pk__lt=run.pk)
    return earlier.filter(state=ImportRun.State.APPLIED).order_by("-pk").first()
