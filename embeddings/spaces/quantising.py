"""Weights in bytes, made from pictures of the shop by a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings

from catalog.images.storage import picture_storage
from catalog.models import ProductImage
from embeddings.pipeline import ENCODERS
from embeddings.worker.encoder_cache import weight_folders

PICTURES = 128
LEAST_PICTURES = 32
"""With fewer, what the shop shows tomorrow may reach beyond the ranges that they choose."""


class CannotQuantiseError(Exception):
    """There are too few pictures, or no weights to begin with; the message says what to do."""


def quantised_encoders() -> list[str]:
    """The networks whose weights are made here, by name."""
    return [e.name for e in ENCODERS.values() if e.quantised_from and e.name == e.network]


def quantise_encoder(name: str, *, pictures: int = PICTURES) -> str:
    """Make the encoder's weights and note them beside the downloaded ones; what to tell staff.

    Raises CannotQuantiseError.
    """
    with tempfile.TemporaryDirectory(prefix="vitrine-quantise-") as folder:
        kept = _copy_some(Path(folder), pictures)
        if kept < LEAST_PICTURES:
            raise CannotQuantiseError(
                f"{kept} pictures can be read; at least {LEAST_PICTURES} are needed."
            )
        command = [sys.executable, "-m", "embeddings.pipeline.encoders.quantised", name, folder]
        for each in weight_folders():
            command += ["--weights", str(each)]
        done = subprocess.run(
            command, cwd=settings.BASE_DIR, check=False, capture_output=True, text=True
        )
    if done.returncode:
        raise CannotQuantiseError((done.stderr.strip().splitlines() or ["It broke off."])[-1])
    return done.stdout.strip()


def _copy_some(folder: Path, most: int) -> int:
    """Lay so many pictures of the shop, drawn by lot, into a folder; how many can be read."""
    storage, kept = picture_storage(), 0
    for name in ProductImage.objects.order_by("?").values_list("image", flat=True)[: 2 * most]:
        if kept == most:
            break
        try:
            with storage.open_stored(name) as file:
                (folder / f"{kept:04d}").write_bytes(file.read())
        except OSError:  # its file is missing, which the dashboard tells
            continue
        kept += 1
    return kept
