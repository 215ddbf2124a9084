"""The loaded encoder of a space, in a worker process; the door to the pipeline's networks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.conf import settings

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

Floats = npt.NDArray[np.float32]

_encoders: dict[int, SpaceEncoder] = {}
_composers: dict[int, Callable[[npt.ArrayLike], Floats]] = {}
_loading = threading.Lock()


class EncoderUnavailableError(Exception):
    """This process cannot encode for the space; the message says what staff can do."""


def encoder_for(space: EmbeddingSpace) -> SpaceEncoder:
    """The space's encoder, loaded once per process; raises EncoderUnavailableError.

    The weights must be the very ones that made the space: their sha256 is part of it.
    """
    with _loading:
        if space.pk not in _encoders:
            with _problems_reported():
                _encoders[space.pk] = _load(space)
            report_problem("")
        return _encoders[space.pk]


def composer_for(space: EmbeddingSpace) -> Callable[[npt.ArrayLike], Floats]:
    """What makes the space's vectors of stored features; it needs no weights.

    Raises EncoderUnavailableError when a projection is missing or damaged.
    """
    with _loading:
        if space.pk not in _composers:
            with _problems_reported():
                projections = read_projections(space)
            _composers[space.pk] = partial(compose, components=space.parts, projections=projections)
        return _composers[space.pk]


@contextmanager
def _problems_reported() -> Iterator[None]:
    try:
        yield
    # ValueError: this version of the code prepares pictures otherwise than the space's, or a
    # projection is not the one that the space names.
    except (WeightsMissingError, WeightsRefusedError, ValueError) as error:
        report_problem(str(error))
        raise EncoderUnavailableError(str(error)) from error


def weight_folders() -> list[Path]:
    """Where weights are looked for: the configured folder, then our own downloads."""
    configured = [settings.VITRINE_WEIGHTS_DIR] if settings.VITRINE_WEIGHTS_DIR else []
    return [*configured, settings.VITRINE_DATA / "weights"]


def _load(space: EmbeddingSpace) -> SpaceEncoder:
    networks = {get_encoder(part.encoder).network for part in space.parts} - {""}
    encoder = SpaceEncoder(
        space.parts,
        weights={name: find_weights(name, folders=weight_folders()).path for name in networks},
        projections=read_projections(space),
    )
    encoder.warm_up()
    return encoder
