"""Opening a file of embeddings: nothing is believed, and nothing is read that is not bounded."""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from embeddings.pipeline import Projection
from embeddings.transfer.errors import TransferRefusedError
from embeddings.transfer.manifest import MANIFEST, MAX_MANIFEST_BYTES, Array, Manifest
from embeddings.transfer.progress import Numbers

# 1.2 MB of numbers for a space of 2,342 dimensions.
BATCH_PICTURES = 256
_ENCRYPTED = 0x1 | 0x40  # general purpose bits 0 and 6 (APPNOTE.TXT, section 4.4.4)
_NPY_1_0 = (1, 0)
# What zipfile and NumPy raise for a file that is broken, on purpose or not.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@dataclass(frozen=True)
class EmbeddingsFile:
    """An open file of embeddings whose parts have the sizes that its manifest says."""

    archive: zipfile.ZipFile
    manifest: Manifest

    def digests(self) -> npt.NDArray[np.bytes_]:
        """The sha256 of every picture: (N,) of 32 bytes each."""
        return np.concatenate(list(self.batches("digests"))).view("S32").reshape(-1)

    def batches(self, name: str) -> Iterator[Numbers]:
        """The rows of one array, some at a time; raises TransferRefusedError where they break off.

        (n, columns) of the array's own type
        """
        array = self.manifest.arrays[name]
        with _understood(array.member), self.archive.open(array.member) as stream:
            _read_header(stream, array)
            for start in range(0, array.rows, BATCH_PICTURES):
                rows = min(BATCH_PICTURES, array.rows - start)
                data = stream.read(rows * array.row_bytes)
                yield np.frombuffer(data, array.dtype).reshape(rows, array.columns)

    def projections(self) -> dict[str, Projection]:
        """The projections that the components name, by sha256; raises TransferRefusedError."""
        found = {}
        for sha256, array in self.manifest.projections.items():
            with _understood(array.member):
                projection = Projection.from_bytes(self.archive.read(array.member))
            if projection.sha256 != sha256:
                raise TransferRefusedError(
                    f"The sha256 of a projection in the file is {projection.sha256[:12]}…; "
                    f"by its name it must be {sha256[:12]}…."
                )
            found[sha256] = projection
        return found


@contextmanager
def open_embeddings_file(path: Path) -> Iterator[EmbeddingsFile]:
    """Open a file of embeddings after a look at all that it says of itself.

    Raises TransferRefusedError with one sentence, and OSError where there is no such file.
    """
    with open(path, "rb") as file:
        with _understood("The file"):
            archive = zipfile.ZipFile(file)
        with archive:
            file_bytes = os.fstat(file.fileno()).st_size
            yield EmbeddingsFile(archive, _check_structure(archive, file_bytes=file_bytes))


def _check_structure(archive: zipfile.ZipFile, *, file_bytes: int) -> Manifest:
    entries = {entry.filename: entry for entry in archive.infolist()}
    if MANIFEST not in entries:
        raise TransferRefusedError(f"The file holds no {MANIFEST}; it was not exported by a shop.")
    for entry in entries.values():
        _check_entry(entry, file_bytes=file_bytes)
    if entries[MANIFEST].file_size > MAX_MANIFEST_BYTES:
        raise TransferRefusedError(f"The file's {MANIFEST} is over {MAX_MANIFEST_BYTES:,} bytes.")
    with _understood(MANIFEST):
        data = archive.read(MANIFEST)
    manifest = Manifest.from_bytes(data)
    arrays = [*manifest.arrays.values(), *manifest.projections.values()]
    expected = {MANIFEST, *(array.member for array in arrays)}
    found = [entry.filename for entry in archive.infolist()]
    if sorted(found) != sorted(expected):
        raise TransferRefusedError(
            f"The file holds {_list(found)}; by its manifest it must hold {_list(expected)}."
        )
    for array in arrays:
        _check_array(archive, entries[array.member], array)
    return manifest


def _check_entry(entry: zipfile.ZipInfo, *, file_bytes: int) -> None:
    # Without compression nothing unpacks to more than the file itself.
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
        raise TransferRefusedError(f"{entry.filename[:80]!r} in the file is compressed.")
    if entry.flag_bits & _ENCRYPTED:
        raise TransferRefusedError(
            f"{entry.filename[:80]!r} in the file is protected by a password."
        )
    if entry.header_offset + entry.file_size > file_bytes:
        raise TransferRefusedError(f"{entry.filename[:80]!r} in the file is damaged or incomplete.")


def _check_array(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, array: Array) -> None:
    """Compare what an array's header and its size say with the manifest; reads no number."""
    with _understood(array.member), archive.open(entry) as stream:
        _read_header(stream, array)
        expected = stream.tell() + array.rows * array.row_bytes
    if entry.file_size != expected:
        raise TransferRefusedError(
            f"{array.member} in the file has {entry.file_size:,} bytes; "
            f"by its header it must have {expected:,}."
        )


def _read_header(stream: IO[bytes], array: Array) -> None:
    if np.lib.format.read_magic(stream) != _NPY_1_0:
        raise TransferRefusedError(f"{array.member} in the file is not in NumPy's format 1.0.")
    try:
        shape, is_fortran, dtype = np.lib.format.read_array_header_1_0(stream)
    # Python's own parser reads the header: what it raises is nowhere promised.
    except Exception as broken:
        raise TransferRefusedError(f"{array.member} is damaged or incomplete.") from broken
    if dtype != array.dtype:
        raise TransferRefusedError(
            f"{array.member} in the file holds {dtype!s:.40}; it must hold {array.dtype}."
        )
    if shape != (array.rows, array.columns) or is_fortran:
        raise TransferRefusedError(
            f"{array.member} in the file has the shape {shape!s:.60}; "
            f"by its manifest it must have {(array.rows, array.columns)}."
        )


@contextmanager
def _understood(what: str) -> Iterator[None]:
    try:
        yield
    except _UNREADABLE as broken:
        raise TransferRefusedError(f"{what} is damaged or incomplete.") from broken


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(name[:80] for name in names)) or "nothing"
