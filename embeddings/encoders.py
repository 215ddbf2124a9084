"""The loaded encoder of a space, in a worker process; the door to the pipeline's networks."""

from __future__ import annotations

import threading
from pathlib import Path

from django.conf import settings

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import (
    SpaceEncoder,
    WeightsMissing,
    WeightsRefused,
    find_weights,
    get_encoder,
)
from embeddings.worker_state import report_problem

_encoders: dict[int, SpaceEncoder] = {}
_loading = threading.Lock()


class EncoderUnavailable(Exception):
    """This process cannot encode for the space; the message says what staff can do."""


def encoder_for(space: EmbeddingSpace) -> SpaceEncoder:
    """The space's encoder, loaded once per process; raises EncoderUnavailable.

    The weights must be the very ones that made the space: their sha256 is part of it.
    """
    with _loading:
        if space.pk not in _encoders:
            try:
                _encoders[space.pk] = _load(space)
            # ValueError: this version of the code prepares pictures otherwise than the space's.
            except (WeightsMissing, WeightsRefused, ValueError) as error:
                report_problem(str(error))
                raise EncoderUnavailable(str(error)) from error
            report_problem("")
        return _encoders[space.pk]


def weight_folders() -> list[Path]:
    """Where weights are looked for: the configured folder, then our own downloads."""
    configured = [settings.VITRINE_WEIGHTS_DIR] if settings.VITRINE_WEIGHTS_DIR else []
    return [*configured, settings.VITRINE_DATA / "weights"]


def _load(space: EmbeddingSpace) -> SpaceEncoder:
    networks = [part.encoder for part in space.parts if get_encoder(part.encoder).is_network]
    encoder = SpaceEncoder(
        space.parts,
        weights={name: find_weights(name, folders=weight_folders()).path for name in networks},
    )
    encoder.warm_up()
    return encoder
