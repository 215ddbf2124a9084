"""Where a network's weights lie, and whether the file is the one it should be. No torch here.

A folder holds them either under torchvision's own names or with a `manifest.json`:
{"encoders": {"resnet50": {"file": "…", "sha256": "…", "source": "…", "licence": "…"}}}
The weights of some encoders lie in a Python package; its files are read, nothing in it is run.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BufferedReader
from pathlib import Path

from embeddings.pipeline.encoders.registry import Encoder, get_encoder
from embeddings.pipeline.plugins.declaration import Declaration
from infra.files.atomic import open_whole

MANIFEST = "manifest.json"
_SHA256 = re.compile(r"[0-9a-f]{64}")


class WeightsMissingError(Exception):
    """No weights file for an encoder; the message says where to put which file."""


class WeightsRefusedError(Exception):
    """The weights file is not the one it should be; nothing in it was used or executed."""


@dataclass(frozen=True, kw_only=True)
class WeightsFile:
    """A weights file that was found, and what its folder says about it."""

    encoder: str  # the network
    path: Path
    sha256: str  # what the file must hash to; checked when it is loaded
    source: str = ""
    licence: str = ""


def find_weights(encoder: str, *, folders: Sequence[Path]) -> WeightsFile:
    """Look for an encoder's weights, folder by folder, the first one first.

    Raises WeightsMissingError when there are none, WeightsRefusedError for a manifest that makes no
    sense or a file whose hash is not the one in its name.
    """
    facts = get_encoder(encoder)
    if not facts.is_network:
        raise ValueError(f"{encoder} is hand-crafted: it needs no weights.")
    if facts.declaration:
        return _find_declared(facts, facts.declaration)
    for folder in folders:
        listed = read_manifest(folder).get(facts.network)
        if listed and listed.path.is_file():
            return listed
        named = folder / facts.weights_file
        if named.is_file():
            return WeightsFile(encoder=facts.network, path=named, sha256=_hash_named(named, facts))
    if packaged := _find_packaged(facts):
        return packaged
    raise WeightsMissingError(_where_to_put(facts, folders))


def read_manifest(folder: Path) -> dict[str, WeightsFile]:
    """Read what a folder's `manifest.json` lists; {} when it has none.

    Raises WeightsRefusedError when it is not a manifest.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_bytes())
        return {
            name: _read_entry(folder, name, entry) for name, entry in content["encoders"].items()
        }
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WeightsRefusedError(f"{path} is not a manifest of weights: {error!r}.") from error


def note_in_manifest(file: WeightsFile) -> None:
    """Add a file to its folder's manifest, so that no reader sees half of it and no entry is lost.

    Two downloads may end at once: the second waits, and reads what the first has written.
    """
    folder = file.path.parent
    with open_whole(str(folder / MANIFEST), wait=True) as new:
        entries = {**read_manifest(folder), file.encoder: file}
        content = {
            name: {
                "file": entry.path.name,
                "sha256": entry.sha256,
                "source": entry.source,
                "licence": entry.licence,
            }
            for name, entry in entries.items()
        }
        new.write(json.dumps({"encoders": content}, indent=1).encode())


def hash_stream(stream: BufferedReader) -> str:
    """The sha256 of the rest of a file as 64 hex digits, read piece by piece."""
    return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def open_checked(path: Path, sha256: str) -> Iterator[BufferedReader]:
    """Open a weights file only if its content has this sha256, ready to be read from its start.

    What was hashed is what is read: the same open file, so that swapping the file on disk in
    between achieves nothing. Raises WeightsMissingError, WeightsRefusedError.
    """
    try:
        stream = path.open("rb")
    except FileNotFoundError as error:
        raise WeightsMissingError(f"The weights file {path} is gone.") from error
    with stream:
        found = hash_stream(stream)
        if found != sha256:
            raise WeightsRefusedError(
                f"{path} is damaged or not the file it should be: "
                f"its sha256 is {found}, expected {sha256}."
            )
        stream.seek(0)
        yield stream


def _read_entry(folder: Path, name: str, entry: dict[str, str]) -> WeightsFile:
    file, sha256 = entry["file"], entry["sha256"]
    if Path(file).name != file:
        raise ValueError(f"{file!r} is not a plain file name")
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is not a sha256")
    return WeightsFile(
        encoder=name,
        path=folder / file,
        sha256=sha256,
        source=str(entry.get("source", "")),
        licence=str(entry.get("licence", "")),
    )


def _find_declared(facts: Encoder, declared: Declaration) -> WeightsFile:
    if not declared.file.is_file():
        raise WeightsMissingError(f"No weights for {facts.name}: {declared.file} is gone.")
    return WeightsFile(
        encoder=facts.network,
        path=declared.file,
        sha256=_hash_named(declared.file, facts),
        source=declared.source,
        licence=declared.licence,
    )


def _find_packaged(facts: Encoder) -> WeightsFile | None:
    package = facts.weights_package
    if package is None:
        return None
    installed = _installed_at(package.name)
    path = installed / package.folder / facts.weights_file if installed else None
    if path is None or not path.is_file():
        return None
    return WeightsFile(
        encoder=facts.network,
        path=path,
        sha256=_hash_named(path, facts),
        source=package.requirement,
        licence=package.licence,
    )


def _installed_at(package: str) -> Path | None:
    """The folder that a package's files are told from; the package is not imported."""
    try:
        return Path(str(importlib.metadata.distribution(package).locate_file("")))
    except importlib.metadata.PackageNotFoundError:
        return None


def _hash_named(path: Path, facts: Encoder) -> str:
    stat = path.stat()
    found = _hash_once(path, stat.st_ino, stat.st_size, stat.st_mtime_ns)
    if not found.startswith(facts.sha256_prefix):
        raise WeightsRefusedError(
            f"{path} is damaged or incomplete: its sha256 is {found}, "
            f"expected one that starts with {facts.sha256_prefix[:16]}."
        )
    return found


# A memo that needs no reset: what it is asked with says which bytes they are.
@lru_cache(maxsize=16)
def _hash_once(path: Path, inode: int, size: int, mtime_ns: int) -> str:
    # To hash 500 MB (vgg16) takes a second, and health checks ask every few seconds.
    with path.open("rb") as stream:
        return hash_stream(stream)


def _where_to_put(facts: Encoder, folders: Sequence[Path]) -> str:
    if facts.weights_package:
        return f"No weights for {facts.network}. Install {facts.weights_package.requirement}."
    if facts.quantised_from:
        return (
            f"No weights for {facts.network}. `manage.py encoders quantise {facts.network}` "
            f"makes them of {facts.quantised_from}'s, by pictures of the shop."
        )
    places = " or ".join(str(folder) for folder in folders) or "a folder of weights"
    return (
        f"No weights for {facts.network}. Put torchvision's {facts.weights_file} "
        f"(or a {MANIFEST} that names another file) into {places}."
    )
