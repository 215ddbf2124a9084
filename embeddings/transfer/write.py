"""Writing a space's vectors to a file, a few at a time."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO

import numpy as np
from django.db import connection, transaction

from embeddings.models import EmbeddingSpace
from embeddings.spaces.projections import read_projections
from embeddings.transfer.errors import TransferRefusedError
from embeddings.transfer.manifest import MANIFEST, Array, Manifest
from embeddings.transfer.progress import Numbers, show_progress
from embeddings.transfer.read import BATCH_PICTURES
from infra.files.atomic import open_whole
from infra.halfvec import fetch_halfvec_batches

_COLUMNS = {"digests": "digest", "vectors": "vector", "features": "features"}


def export_space(space: EmbeddingSpace, path: Path, *, with_features: bool = True) -> Manifest:
    """Write the space's embedded pictures to a file that appears whole or not at all.

    Equal rows make equal files, byte for byte. Memory stays at a few batches of pictures.
    Raises TransferRefusedError where there is nothing to write, OSError where it cannot be written.
    """
    with open_whole(str(path)) as file, _snapshot():
        manifest = _begin_manifest(space, with_features=with_features)
        with zipfile.ZipFile(file, "w") as archive:
            sha256 = {
                name: _write_array(archive, array, _read_rows(space, array))
                for name, array in manifest.arrays.items()
            }
            _write_projections(archive, manifest, space)
            manifest = replace(manifest, sha256=sha256)
            archive.writestr(zipfile.ZipInfo(MANIFEST), manifest.to_bytes())
    return manifest


@contextmanager
def _snapshot() -> Iterator[None]:
    """See the rows as they are now until the end: every array is of the same pictures."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _begin_manifest(space: EmbeddingSpace, *, with_features: bool) -> Manifest:
    rows = space.embeddings.ready()
    if not rows.exists():
        raise TransferRefusedError(f"{space} has no embedded picture to export.")
    if with_features and rows.filter(features=None).exists():
        raise TransferRefusedError(
            f"Pictures of {space} have vectors but no features; export it without features."
        )
    names = ["digests", "vectors"] + ["features"] * with_features
    return Manifest(
        recipe=space.recipe,
        components=space.parts,
        pictures=rows.values("digest").distinct().count(),
        sha256=dict.fromkeys(names, ""),  # known once they are written
    )


def _read_rows(space: EmbeddingSpace, array: Array) -> Iterator[Numbers]:
    """A column of the space in batches, by ascending digest; of equal pictures the first row."""
    batches = fetch_halfvec_batches(
        # By bytes, whatever the database's collation: the reader finds a digest twice by its order.
        f"""
        SELECT DISTINCT ON (digest COLLATE "C") {_COLUMNS[array.name]}
        FROM embeddings_imageembedding
        WHERE space_id = %s AND state = 'ready'
        ORDER BY digest COLLATE "C", id
        """,  # noqa: S608 - one of our own columns
        [space.pk],
        rows=BATCH_PICTURES,
    )
    for rows in batches:
        if array.name == "digests":
            data = b"".join(bytes.fromhex(digest) for (digest,) in rows)
            yield np.frombuffer(data, array.dtype).reshape(len(rows), array.columns)
        else:
            yield np.stack([vector.to_numpy() for (vector,) in rows]).astype(array.dtype)


def _write_array(archive: zipfile.ZipFile, array: Array, batches: Iterable[Numbers]) -> str:
    """Write one member as `numpy.save` does, but row by row; gives the sha256 of its numbers."""
    sha256 = hashlib.sha256()
    with archive.open(zipfile.ZipInfo(array.member), "w", force_zip64=True) as member:
        _write_header(member, array)
        for batch in show_progress(batches, doing=f"writing {array.name}", pictures=array.rows):
            sha256.update(batch.data)
            member.write(batch.data)
    return sha256.hexdigest()


def _write_header(member: IO[bytes], array: Array) -> None:
    np.lib.format.write_array_header_1_0(
        member,
        {
            "descr": np.lib.format.dtype_to_descr(array.dtype),
            "fortran_order": False,
            "shape": (array.rows, array.columns),
        },
    )


def _write_projections(archive: zipfile.ZipFile, manifest: Manifest, space: EmbeddingSpace) -> None:
    projections = read_projections(space)
    for sha256, array in manifest.projections.items():
        archive.writestr(zipfile.ZipInfo(array.member), projections[sha256].to_bytes())
