"""Whether anything was lost, doubled, or left behind."""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from itertools import chain
from pathlib import Path

import numpy as np
from django.conf import settings
from django.test import override_settings

from catalog.images.storage import picture_storage
from catalog.models import HeldPicture, ProductImage
from catalog.tasks import sweep_files
from chaos.pictures import shows_upload
from chaos.shop import Shop
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.pipeline import open_picture
from embeddings.worker.encoder_cache import encoder_for

_WRITTEN_SECONDS = 60.0
_ALIKE = 0.999  # a vector is kept in half precision


class Oracle:
    """Compares what was acknowledged with what there is; each picture is looked at once."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._looked_at: set[int] = set()
        self.remark = ""
        """Worth telling, and nothing wrong."""

    def complaints(self) -> list[str]:
        """What is wrong, in words; nothing where all is as it must be."""
        self.remark = ""
        images = {image.pk: image for image in ProductImage.objects.all()}
        return [
            *self._missing(images),
            *self._rows(images),
            *self._contents(images),
            *self._files(images),
        ]

    def _missing(self, images: dict[int, ProductImage]) -> list[str]:
        ledger = self._shop.ledger
        lost = ledger.pictures.keys() - images.keys()
        told = [f"{len(lost)} acknowledged pictures are lost"] if lost else []
        unasked = len(images.keys() - ledger.pictures.keys())
        if unasked > len(ledger.unknown):
            told.append(f"{unasked} pictures that nobody was told of")
        return told

    def _rows(self, images: dict[int, ProductImage]) -> list[str]:
        """One row for each picture and space, of its bytes, ready or failed with a reason."""
        spaces = list(EmbeddingSpace.objects.active().values_list("pk", flat=True))
        rows = ImageEmbedding.objects.filter(space__in=spaces).without_vectors()
        found = Counter((row.image_id, row.space_id) for row in rows)
        wrong = Counter({"doubled": sum(count - 1 for count in found.values())})
        wrong["missing"] = len({(pk, space) for pk in images for space in spaces} - found.keys())
        for row in rows:
            has_failed = row.state == "failed" and bool(row.error)
            allowed = row.state == "ready" or (has_failed and row.image_id in self._may_fail)
            wrong[f"{row.state} ({row.error})"] += not allowed
            wrong["of other bytes"] += row.digest != images[row.image_id].sha256
        return [f"{count} embeddings are {what}" for what, count in wrong.items() if count]

    @property
    def _may_fail(self) -> set[int]:
        return self._shop.ledger.may_fail

    def _contents(self, images: dict[int, ProductImage]) -> list[str]:
        """The files are those sent, and the vectors are those of the files."""
        new = [pk for pk in images if pk not in self._looked_at and pk not in self._may_fail]
        self._looked_at |= set(new)
        live = EmbeddingSpace.objects.get(state="live")
        rows = ImageEmbedding.objects.filter(image__in=new, space=live, vector__isnull=False)
        vectors = dict(rows.values_list("image_id", "vector"))
        encoder, wrong = encoder_for(live), Counter[str]()
        for pk in new:
            with images[pk].image.open() as file:
                data = file.read()
            picture = open_picture(data)
            number = self._shop.ledger.pictures.get(pk)
            wrong["files are damaged"] += hashlib.sha256(data).hexdigest() != images[pk].sha256
            wrong["pictures are not those sent"] += number is not None and not shows_upload(
                picture, number
            )
            if pk in vectors:
                made = encoder.compose(encoder.encode([picture]))[0]
                wrong["vectors are of other pictures"] += float(np.dot(made, vectors[pk])) < _ALIKE
        return [f"{count} {what}" for what, count in wrong.items() if count]

    def _files(self, images: dict[int, ProductImage]) -> list[str]:
        """No file without a row, but for what the sweeper takes."""
        if left := self._orphans(images):
            if not self._shop.may_leave_files:
                return [f"{len(left)} files without a row"]
            with override_settings(VITRINE_PICTURE_ORPHAN_SECONDS=-1):
                sweep_files()
            self.remark = f"{len(left)} files without a row were swept"
        self._shop.may_leave_files = False
        left = self._orphans(images)
        # Younger ones are being written: renditions, while nothing else is to be done.
        parts = [
            path
            for path in Path(settings.MEDIA_ROOT).rglob(".*.part")
            if time.time() - _modified(path) > _WRITTEN_SECONDS
        ]
        told = [f"{len(left)} files without a row stay"] if left else []
        return told + ([f"{len(parts)} files are half written"] if parts else [])

    def _orphans(self, images: dict[int, ProductImage]) -> set[str]:
        kept = {name for image in images.values() for name in (image.image.name, image.original)}
        held = HeldPicture.objects.values_list("image", flat=True)
        there = chain.from_iterable(picture_storage().old_pictures(older_than_seconds=-1))
        return set(there) - kept - set(held)


def _modified(path: Path) -> float:
    """When it was last written, in seconds since 1970; now for one that is just gone."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return time.time()
