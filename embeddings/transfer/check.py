"""Looking at every number of a file before any of it is stored."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

import numpy as np

from embeddings.pipeline import DegenerateFeaturesError, Projection, compose
from embeddings.transfer.errors import TransferRefusedError
from embeddings.transfer.manifest import Manifest
from embeddings.transfer.progress import Numbers, show_progress
from embeddings.transfer.read import EmbeddingsFile

# float16 rounds each number by up to 2^-11 of itself, so a stored unit vector's length by no more.
MAX_LENGTH_ERROR = 1e-3
# Between a vector and the one that its features give here: two such roundings, and the last digits
# of another machine's float32 sums. The vectors of other weights or another matrix are far beyond.
MAX_COMPOSED_DISTANCE = 2e-3


def check_numbers(file: EmbeddingsFile) -> None:
    """Read the whole file once, a few pictures at a time, and compare it with its manifest.

    Raises TransferRefusedError for digests that are not ascending, numbers that are not finite,
    vectors that are not of unit length or not those of their features, and arrays whose sha256 is
    wrong.
    """
    manifest = file.manifest
    sha256 = {name: hashlib.sha256() for name in manifest.sha256}
    digests = file.digests()
    sha256["digests"].update(digests.data)
    # Digests rise strictly: a picture that came twice would leave open which vector counts.
    if not (digests[1:] > digests[:-1]).all():
        raise TransferRefusedError("The file's digests are not in ascending order, each once.")
    features = file.batches("features") if manifest.has_features else None
    done = 0
    projections = file.projections()
    batches = file.batches("vectors")
    for vectors in show_progress(batches, doing="checking", pictures=manifest.pictures):
        sha256["vectors"].update(vectors.data)
        _check_vectors(vectors, first=done)
        if features is not None:
            described = next(features)
            sha256["features"].update(described.data)
            _check_composed(vectors, described, manifest, projections, first=done)
        done += len(vectors)
    for name, found in sha256.items():
        if found.hexdigest() != manifest.sha256[name]:
            raise TransferRefusedError(
                f"The sha256 of the file's {name} is {found.hexdigest()[:12]}…; "
                f"by its manifest it must be {manifest.sha256[name][:12]}…."
            )


def _check_vectors(vectors: Numbers, *, first: int) -> None:
    with np.errstate(invalid="ignore", over="ignore"):
        lengths = np.linalg.norm(vectors.astype(np.float32), axis=1)
        odd = np.flatnonzero(~(np.abs(lengths - 1) <= MAX_LENGTH_ERROR))  # NaN is odd too
    if odd.size:
        raise TransferRefusedError(
            f"Vector {first + odd[0]} in the file has the length {lengths[odd[0]]:.3g}, not 1."
        )


def _check_composed(
    vectors: Numbers,
    features: Numbers,
    manifest: Manifest,
    projections: Mapping[str, Projection],
    *,
    first: int,
) -> None:
    try:
        composed = compose(features, manifest.components, projections=projections)
    except DegenerateFeaturesError as error:
        raise TransferRefusedError(
            f"The features of picture {first + error.rows[0]} in the file "
            "are all zero or not finite."
        ) from error
    distances = np.linalg.norm(composed - vectors.astype(np.float32), axis=1)
    odd = np.flatnonzero(~(distances <= MAX_COMPOSED_DISTANCE))
    if odd.size:
        raise TransferRefusedError(
            f"Vector {first + odd[0]} in the file is not the one that its features make "
            f"with these components; it is {distances[odd[0]]:.3g} away."
        )
