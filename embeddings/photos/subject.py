"""The things in a shopper's photo: found once by a worker, and kept beside the photo."""

from __future__ import annotations

import logging
import threading

from PIL import Image

from embeddings.photos.store import photo_cache, photo_key
from embeddings.pipeline import (
    SpaceEncoder,
    Subject,
    SubjectNetwork,
    SubjectNetworkMissingError,
    WeightsMissingError,
    WeightsRefusedError,
    count_cores,
    find_by_energy,
    find_by_network,
    find_subject_model,
)
from embeddings.worker.encoder_cache import FileStamp, stamp_weights, weight_folders
from embeddings.worker.state import report_subject_problem
from infra.process_state import PerProcess

logger = logging.getLogger(__name__)

_FIELD = "subject"
# More would not make it quicker: the network is narrow, and its layers are small at this size.
_MAX_THREADS = 2
# Never writes to a photo that has gone meanwhile: a new key would have no expiry.
_KEEP_IF_PRESENT = """
if redis.call('exists', KEYS[1]) == 1 then redis.call('hset', KEYS[1], ARGV[1], ARGV[2]) end
"""


class SubjectNetworkHolder:
    """This process's network, or why there is none; files that change are looked at anew."""

    def __init__(self) -> None:
        self._network: SubjectNetwork | None = None
        self._files: frozenset[FileStamp] | None = None
        self._lock = threading.Lock()

    def get(self) -> SubjectNetwork | None:
        """The network, loaded at the first call; None where it cannot be had."""
        with self._lock:
            files = stamp_weights()
            if files != self._files:
                self._network, self._files = _load(), files
            return self._network


holder = PerProcess(SubjectNetworkHolder)


def find_subject(photo: str, image: Image.Image, encoder: SpaceEncoder) -> Subject:
    """The things in a photo, found now or before; raises PhotosUnavailableError.

    Without the network for it, the encoder's own feature map says where they may be.
    """
    if known := _read(photo):
        return known
    network = holder.get().get()
    if network:
        subject = find_by_network(image, network)
    else:
        energy = encoder.energy(image)
        subject = Subject() if energy is None else find_by_energy(energy)
    with photo_cache() as client:
        client.eval(_KEEP_IF_PRESENT, 1, photo_key(photo), _FIELD, subject.told())
    return subject


def known_subject(photo: str) -> Subject:
    """What was found in a photo before, if anything; raises PhotosUnavailableError."""
    return _read(photo) or Subject()


def _read(photo: str) -> Subject | None:
    with photo_cache() as client:
        told = client.hget(photo_key(photo), _FIELD)
    return Subject.from_told(told) if told is not None else None


def load_subject_network() -> None:
    """Load the network now, or say why not, so that the first shopper does not wait for it."""
    holder.get().get()


def _load() -> SubjectNetwork | None:
    try:
        network = SubjectNetwork(
            find_subject_model(weight_folders()), threads=min(count_cores(), _MAX_THREADS)
        )
    except WeightsMissingError as error:
        # A shop may do without it: nothing is wrong.
        logger.info("%s", error)
        report_subject_problem("")
        return None
    except (WeightsRefusedError, SubjectNetworkMissingError, OSError, ValueError) as error:
        logger.error("things in photos are not found by their network: %s", error)
        report_subject_problem(str(error))
        return None
    report_subject_problem("")
    return network
