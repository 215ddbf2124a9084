"""Judgements as CSV, by SKU, so that they go from one copy of a shop to another."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from evaluation.judgements.models import Judgement, Verdict
from infra.refusals import RefusedError

if TYPE_CHECKING:
    from django.contrib.auth.models import User

COLUMNS = ("asked", "shown", "verdict", "who", "when", "asked_picture", "shown_picture")
MAX_ROWS = 20_000


class JudgementFileRefusedError(RefusedError, ValueError):
    """Codes: columns, rows, text."""


def judgement_rows(judgements: Iterable[Judgement]) -> Iterator[list[str]]:
    """The header, then a row for each."""
    yield list(COLUMNS)
    for each in judgements:
        yield [
            *(
                each.asked.sku,
                each.shown.sku,
                each.verdict,
                each.user.get_username() if each.user else "",
            ),
            *(each.judged_at.isoformat(timespec="seconds"), each.asked_digest, each.shown_digest),
        ]


def import_judgements(file: IO[str], *, user: User) -> tuple[int, int]:
    """Keep a file's judgements as this person's own words; how many, and how many were left out.

    Rows with unknown SKUs or verdicts are left out. Raises JudgementFileRefusedError.
    """
    try:
        rows = list(islice(csv.DictReader(_lines(file)), MAX_ROWS + 1))
    except (UnicodeDecodeError, csv.Error) as error:
        raise JudgementFileRefusedError("text", _("This is no CSV file in UTF-8.")) from error
    if rows and not {"asked", "shown", "verdict"} <= rows[0].keys():
        raise JudgementFileRefusedError(
            "columns", _("The columns asked, shown and verdict are needed.")
        )
    if len(rows) > MAX_ROWS:
        raise JudgementFileRefusedError(
            "rows", _("At most %(most)s judgements go in at once."), most=MAX_ROWS
        )
    wanted = {row[name] or "" for row in rows for name in ("asked", "shown")}
    ids = dict(Product.objects.filter(sku__in=wanted).values_list("sku", "pk"))
    kept: dict[tuple[int, int], Judgement] = {}
    for row in rows:
        asked, shown = ids.get(row["asked"]), ids.get(row["shown"])
        if asked and shown and asked != shown and row["verdict"] in Verdict.values:
            kept[asked, shown] = Judgement(
                user=user,
                asked_id=asked,
                shown_id=shown,
                verdict=row["verdict"],
                asked_digest=(row.get("asked_picture") or "")[:64],
                shown_digest=(row.get("shown_picture") or "")[:64],
            )
    with transaction.atomic():
        Judgement.objects.bulk_create(
            kept.values(),
            update_conflicts=True,
            unique_fields=["user", "asked", "shown"],
            update_fields=["verdict", "asked_digest", "shown_digest", "judged_at"],
        )
    return len(kept), len(rows) - len(kept)


def _lines(file: IO[str]) -> Iterator[str]:
    """The lines of a text; NUL, which the database refuses, stands in none."""
    for line in file:
        if "\0" in line:
            raise csv.Error("line contains NUL")
        yield line
