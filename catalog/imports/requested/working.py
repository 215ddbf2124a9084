"""Fetching what waits, for a slice of time."""

from __future__ import annotations

import secrets
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from catalog.conf import conf
from catalog.images.validation import ValidationBusyError
from catalog.imports.models import ImportedPicture
from catalog.imports.pictures import PictureResult, RefusedPicture, UnchangedPicture, WantedPicture
from catalog.imports.pictures.addresses import AddressPictures
from catalog.imports.requested.claims import claim, fail, waiting
from catalog.imports.requested.models import RequestedPicture, RequestedState
from catalog.imports.requested.taking import leave_picture, take_picture
from catalog.imports.runs.pictures.wanted import validators_of
from infra.files.atomic import StorageUnavailableError

BATCH = 20


def work(*, seconds: float) -> bool:
    """Fetch what waits, batch by batch; whether something is left."""
    until = time.monotonic() + seconds
    while rows := claim(token=secrets.token_hex(16), size=BATCH):
        _fetch(rows)
        if time.monotonic() > until:
            break
    return waiting().exists()


def forget_old() -> int:
    """Delete what came of requests long ago; how many. The pictures stay."""
    oldest = timezone.now() - timedelta(days=conf.REQUESTED_PICTURES_DAYS)
    old = RequestedPicture.objects.exclude(state=RequestedState.WAITING)
    return old.filter(asked_at__lt=oldest).delete()[0]


def _fetch(rows: Sequence[RequestedPicture]) -> None:
    by_address: dict[str, list[RequestedPicture]] = defaultdict(list)
    for row in rows:
        by_address[row.address].append(row)
    notes = _notes(rows)
    wanted = [
        # What several products want at once is fetched for all of them.
        WantedPicture(address, validators_of(notes.get(some[0].pk)) if len(some) == 1 else None)
        for address, some in by_address.items()
    ]
    with AddressPictures() as pictures:
        try:
            for result in pictures.read(wanted):
                for row in by_address.pop(result.reference, ()):
                    _settle(row, result, notes.get(row.pk))
        except ValidationBusyError as error:
            left = [row for some in by_address.values() for row in some]
            fail(left, "busy", str(error), may_pass=True)


def _notes(rows: Sequence[RequestedPicture]) -> dict[int, ImportedPicture]:
    """What is known of pictures that their products have from these very addresses."""
    found = ImportedPicture.objects.select_related("image__product").filter(
        product__in=[row.product_id for row in rows],
        path__in=[row.address for row in rows],
        image__isnull=False,
    )
    by_place = {(each.product_id, each.path): each for each in found}
    return {row.pk: note for row in rows if (note := by_place.get((row.product_id, row.address)))}


def _settle(row: RequestedPicture, result: PictureResult, note: ImportedPicture | None) -> None:
    if isinstance(result, RefusedPicture):
        refusal = result.refusal
        fail([row], refusal.code, str(refusal), may_pass=result.is_temporary)
    elif not isinstance(result, UnchangedPicture):
        try:
            take_picture(row, result)
        except StorageUnavailableError as error:
            fail([row], error.code, str(error), may_pass=True)
    elif note is not None and note.image is not None:
        leave_picture(row, note.image)
