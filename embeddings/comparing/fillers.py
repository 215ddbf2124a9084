"""Finding fillers as pictures come in, and letting them count again when they are none any more."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection

import numpy as np
import numpy.typing as npt
from django.db import transaction
from django.db.models import Exists, OuterRef

from catalog.models import Compare, ProductImage, SetAside
from embeddings.comparing.decisions import word_about
from embeddings.comparing.kept_blanks import is_kept_blank
from embeddings.comparing.known_fillers import KnownFillers
from embeddings.comparing.likeness import find_nearly_same, read_features
from embeddings.comparing.review import MOST_READ, are_fillers, review_fillers
from embeddings.conf import EXAMINE_SECONDS
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.queue import follow_comparing
from embeddings.vectors.read import picture_vectors
from infra.files.away import StorageAwayError

logger = logging.getLogger(__name__)

Floats = npt.NDArray[np.float32]

_BATCH_PICTURES = 50
_MOST_ROUNDS = 20  # in which more of one group is looked for


def tend_fillers() -> bool:
    """Examine new pictures, review the fillers that are known; whether any picture waits now.

    Cheap whatever the size of the shop: a new picture costs one search of the index, and what is
    known is a few groups. Takes EXAMINE_SECONDS or so; what is left is examined the next time.
    """
    review_fillers()
    space = EmbeddingSpace.objects.live()
    if space is not None:
        try:
            _examine_new_pictures(space)
        except StorageAwayError as error:
            logger.warning("new pictures are examined later: %s", error.strerror)
    _, queued = follow_comparing()
    return queued > 0


def _examine_new_pictures(space: EmbeddingSpace) -> None:
    until = time.monotonic() + EXAMINE_SECONDS
    known = KnownFillers(space)
    ready = ImageEmbedding.objects.in_space(space).ready().filter(image=OuterRef("pk"))
    waiting = ProductImage.objects.filter(Exists(ready), is_examined=False).order_by("pk")
    while time.monotonic() < until:
        batch = list(waiting.values_list("pk", "sha256", "image")[:_BATCH_PICTURES])
        if not batch:
            return
        images = [image for image, _, _ in batch]
        features = read_features(space, images)
        vectors = picture_vectors(images, space=space)
        done: dict[int, str] = {}
        for image, sha256, file in batch:
            done[image] = sha256
            if is_kept_blank(file):
                same = ProductImage.objects.filter(pk=image, sha256=sha256)
                same.update(set_aside=SetAside.BLANK)
            elif image in features and image in vectors:
                _examine(image, sha256, vectors[image], features[image], space, known)
            if time.monotonic() > until:
                break
        looked_at = ProductImage.objects.filter(pk__in=done)
        looked_at.filter(sha256__in=done.values()).update(is_examined=True)
        # One that was replaced meanwhile waits to be looked at anew, whatever was found of the old.
        replaced = looked_at.exclude(sha256__in=done.values()).filter(set_aside=SetAside.FILLER)
        replaced.update(set_aside="", set_aside_group="")


def _examine(
    image: int,
    sha256: str,
    vector: Floats,
    features: Floats,
    space: EmbeddingSpace,
    known: KnownFillers,
) -> None:
    if group := known.find(features):
        _set_aside([image], group)
        return
    same = ImageEmbedding.objects.in_space(space).ready().filter(digest=sha256)
    copies = same.values_list("image", flat=True)[:MOST_READ]
    alike = {image, *copies, *find_nearly_same(space, vector, features)}
    if not are_fillers(alike):
        return
    group = sha256
    known.add(group, features)
    # What is set aside is found no more, so that each search finds what is left; but for what
    # staff want to be compared.
    found: set[int] = set()
    for _ in range(_MOST_ROUNDS):
        _set_aside(alike, group)
        found |= alike
        alike = set(find_nearly_same(space, vector, features)) - found
        if not alike:
            break
    logger.info("pictures like %d are fillers and not compared", image)


def _set_aside(images: Collection[int], group: str) -> None:
    """Set pictures aside with all of the same bytes; staff's word stands above it.

    What they have said of a whole group holds for those that join it.
    """
    same = ImageEmbedding.objects.filter(image__in=images).values("digest")
    copies = ImageEmbedding.objects.ready().filter(digest__in=same).values("image")
    found = set(copies.values_list("image", flat=True)) | set(images)
    pictures = ProductImage.objects.filter(pk__in=found).exclude(set_aside=SetAside.BLANK)
    with transaction.atomic():
        # In order, so that two workers who find the same ones wait for each other and no more.
        list(pictures.order_by("pk").select_for_update().values_list("pk"))
        word = word_about(group, besides=found)
        pictures.update(set_aside=SetAside.FILLER, set_aside_group=group)
        if word:
            pictures.filter(compare=Compare.AUTO).update(compare=word)
    follow_comparing(found)
