"""From claimed rows to prepared pictures: files are read here and decoded by decoders."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from django.core.files.storage import default_storage

from embeddings.conf import PREPARE_BATCH_SECONDS, conf
from embeddings.failures import FILE_CHANGED, FILE_MISSING
from embeddings.pipeline import PreparedPicture, SpaceEncoder, UndecodablePictureError
from embeddings.queue import Job
from embeddings.worker.decoders import DecoderStoppedError, decoders
from infra.files.away import StorageAwayError
from infra.stopping import is_stopping

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Prepared:
    """What became of the jobs of a batch; ids are those of embeddings."""

    pictures: dict[Job, PreparedPicture] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    """Reasons that staff can act on, by id."""
    stopped: dict[int, str] = field(default_factory=dict)
    """Ended their decoder: what happened, by id."""
    not_begun: list[int] = field(default_factory=list)
    """The batch had taken long enough before their turn came, the worker is to stop, or the storage
    is away."""
    away: list[StorageAwayError] = field(default_factory=list)
    """Why files could not be read just now, whichever they were."""


def prepare_jobs(jobs: Sequence[Job], encoder: SpaceEncoder) -> Prepared:
    """Read and decode the pictures of a batch, as many at once as there are decoders."""
    until = time.monotonic() + PREPARE_BATCH_SECONDS
    done = Prepared()

    # Runs in threads, so it touches no database.
    def prepare(job: Job) -> None:
        if done.away or time.monotonic() > until or is_stopping():
            done.not_begun.append(job.embedding_id)
            return
        try:
            done.pictures[job] = _prepare(job, encoder)
        except DecoderStoppedError as error:
            logger.error("picture %d %s", job.image_id, error)
            done.stopped[job.embedding_id] = (
                f"Reading this picture {error}. Replace the picture, or retry it."
            )
        except StorageAwayError as error:
            done.away.append(error)
            done.not_begun.append(job.embedding_id)
        except FileNotFoundError:
            done.failed[job.embedding_id] = FILE_MISSING
        except _FileChangedError:
            done.failed[job.embedding_id] = FILE_CHANGED
        except UndecodablePictureError as error:
            done.failed[job.embedding_id] = f"{error} Upload the picture again."

    with ThreadPoolExecutor(max_workers=decoders.get().size) as threads:
        list(threads.map(prepare, jobs))
    return done


class _FileChangedError(Exception):
    """The bytes of the file are not those that the row is about."""


def _prepare(job: Job, encoder: SpaceEncoder) -> PreparedPicture:
    with default_storage.open(job.file) as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != job.digest:
        raise _FileChangedError
    return decoders.get().prepare(
        data,
        encoder.looks,
        min_side=encoder.min_side,
        seconds=conf.DECODE_SECONDS if job.attempts == 1 else conf.DECODE_AGAIN_SECONDS,
    )
