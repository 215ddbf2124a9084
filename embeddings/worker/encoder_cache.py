"""The loaded encoder of a space, in a worker process; the door to the pipeline's networks."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.conf import settings

from embeddings.conf import WEIGHTS_REREAD_SECONDS, conf
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import (
    SpaceEncoder,
    WeightsMissingError,
    WeightsRefusedError,
    compose,
    find_weights,
    get_encoder,
)
from embeddings.spaces.projections import read_projections
from embeddings.worker.state import report_problem
from infra.bounded_cache import BoundedCache
from infra.process_state import PerProcess

logger = logging.getLogger(__name__)

Floats = npt.NDArray[np.float32]
Composer = Callable[[npt.ArrayLike], Floats]

FileStamp = tuple[str, int, int, int, int]
"""Path, inode, bytes, time of the last write, time of the last change of any kind (both ns)."""


class EncoderUnavailableError(Exception):
    """This process cannot encode for the space; the message says what staff can do."""


@dataclass(frozen=True)
class _Refusal:
    """Why weights were refused, and what lay in their folders then."""

    reason: str
    files: frozenset[FileStamp]
    read_again_at: float  # time.monotonic()


class EncoderCache:
    """The encoders of the spaces that were used last, and what is known of those refused."""

    def __init__(self) -> None:
        self._encoders: BoundedCache[int, SpaceEncoder] = BoundedCache(conf.LOADED_SPACES)
        self._composers: BoundedCache[int, Composer] = BoundedCache(conf.LOADED_SPACES)
        self._refusals: dict[int, _Refusal] = {}
        self._loading = threading.Lock()

    def is_loaded(self, space: EmbeddingSpace) -> bool:
        """Whether the space's encoder is here already."""
        return space.pk in self._encoders

    def device(self, space: EmbeddingSpace) -> str:
        """Where the space's networks run, "cpu" or "cuda"; "cpu" before they are loaded."""
        if not self.is_loaded(space):
            return "cpu"
        return self._encoders.get(space.pk, lambda: _make_encoder(space)).device

    def encoder(self, space: EmbeddingSpace) -> SpaceEncoder:
        """The space's encoder with its networks loaded; raises EncoderUnavailableError.

        Weights that were refused are not read again before anything in their folders has changed,
        or ten minutes have gone by: reading 100 MB to refuse them once more costs 0.2 s each time.
        """
        with self._loading:
            self._check_refusal(space)
            is_new = not self.is_loaded(space)
            files = stamp_weights()  # before they are read: a change meanwhile must count as one
            try:
                encoder = self._encoders.get(space.pk, lambda: _make_encoder(space))
                encoder.warm_up()  # loads a network that was let go meanwhile; else costs nothing
            except (WeightsMissingError, WeightsRefusedError) as error:
                until = time.monotonic() + WEIGHTS_REREAD_SECONDS
                self._refusals[space.pk] = _Refusal(str(error), files, until)
                raise _unavailable(error) from error
            # ValueError: this version of the code prepares pictures otherwise than the space's, or
            # a projection is damaged. OSError: the disk, or a folder's rights.
            except (ValueError, OSError) as error:
                raise _unavailable(error) from error
            was_refused = self._refusals.pop(space.pk, None)
            if encoder.problem:
                report_problem(encoder.problem)
            elif was_refused or is_new:
                report_problem("")
            return encoder

    def composer(self, space: EmbeddingSpace) -> Composer:
        """What makes the space's vectors of stored features; needs no weights.

        Raises EncoderUnavailableError when a projection is missing or damaged.
        """
        return self._composers.get(space.pk, lambda: _make_composer(space))

    def _check_refusal(self, space: EmbeddingSpace) -> None:
        """Raise what was raised the last time if nothing has changed since."""
        refusal = self._refusals.get(space.pk)
        if refusal is None or time.monotonic() > refusal.read_again_at:
            return
        if stamp_weights() == refusal.files:
            report_problem(refusal.reason)
            raise EncoderUnavailableError(refusal.reason)


encoder_cache = PerProcess(EncoderCache)


def encoder_for(space: EmbeddingSpace) -> SpaceEncoder:
    """The space's encoder, from this process's cache; raises EncoderUnavailableError.

    The weights must be the very ones that made the space: their sha256 is part of it.
    """
    return encoder_cache.get().encoder(space)


def composer_for(space: EmbeddingSpace) -> Composer:
    """The space's composer, from this process's cache; raises EncoderUnavailableError."""
    return encoder_cache.get().composer(space)


def weight_folders() -> list[Path]:
    """Where weights are looked for: the configured folder, then our own downloads."""
    configured = [settings.VITRINE_WEIGHTS_DIR] if settings.VITRINE_WEIGHTS_DIR else []
    return [*configured, settings.VITRINE_DATA / "weights"]


def stamp_weights() -> frozenset[FileStamp]:
    """What can be seen of all files in the folders of weights without reading them."""
    stamps = set()
    for folder in weight_folders():
        try:
            for path in folder.iterdir():
                seen = path.stat()
                changed = (seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)
                stamps.add((str(path), *changed))
        except OSError:  # no such folder, or a file that has just gone
            continue
    return frozenset(stamps)


def _make_encoder(space: EmbeddingSpace) -> SpaceEncoder:
    networks = {get_encoder(part.encoder).network for part in space.parts} - {""}
    return SpaceEncoder(
        space.parts,
        weights={name: find_weights(name, folders=weight_folders()).path for name in networks},
        projections=read_projections(space),
    )


def _make_composer(space: EmbeddingSpace) -> Composer:
    try:
        projections = read_projections(space)
    except ValueError as error:  # a projection is not the one that the space names
        raise _unavailable(error) from error
    return partial(compose, components=space.parts, projections=projections)


def _unavailable(error: Exception) -> EncoderUnavailableError:
    logger.error("%s", error)
    report_problem(str(error))
    return EncoderUnavailableError(str(error))
