"""What photos teach waits beside them until ten are together; then sums alone are kept."""

from __future__ import annotations

import numpy as np
import pytest
from django.db import DatabaseError

from embeddings.models import EmbeddingSpace, PhotoMean, PhotoSpread
from embeddings.photos.centring import learn
from embeddings.photos.centring.learn import learn_from_photo
from embeddings.photos.centring.waiting import waiting_lessons
from embeddings.photos.store import delete_photo, keep_photo, photo_cache, photo_key
from embeddings.spaces.lifecycle import retire

pytestmark = pytest.mark.django_db(transaction=True)

SPREADS = {"": (0.1, 0.04), "visual": (0.1, 0.05), "colour": (0.2, 0.01)}


def look(space: EmbeddingSpace, number: int) -> np.ndarray:
    dice = np.random.default_rng(number)
    return dice.random(sum(part.feature_dimensions for part in space.parts), np.float32) ** 4


def show(space: EmbeddingSpace, *numbers: int, framing: str = "whole") -> list[str]:
    """Photos that the worker looks at, each a new upload; their names."""
    photos = [keep_photo(b"").id for _ in numbers]
    for photo, number in zip(photos, numbers, strict=True):
        learn_from_photo(photo, space, framing, look(space, number), SPREADS)
    return photos


def waiting(space: EmbeddingSpace, framing: str = "whole") -> int:
    return len(waiting_lessons(space.pk, framing))


def test_nothing_is_written_before_ten_photos_are_together(plain_space: EmbeddingSpace) -> None:
    show(plain_space, *range(9))
    assert not PhotoMean.objects.exists()
    assert not PhotoSpread.objects.exists()
    assert waiting(plain_space) == 9

    show(plain_space, 9)
    assert PhotoMean.objects.get().photos == 10
    assert PhotoSpread.objects.get().sums == pytest.approx({"": 0.4, "visual": 0.5, "colour": 0.1})
    assert waiting(plain_space) == 0


def test_what_is_kept_is_a_sum_of_the_size_of_one_photo(plain_space: EmbeddingSpace) -> None:
    show(plain_space, *range(30))
    row = PhotoMean.objects.get()
    sums = np.frombuffer(row.sums, "<f4")
    assert sums.shape == look(plain_space, 0).shape
    ends = np.cumsum([part.feature_dimensions for part in plain_space.parts])[:-1]
    units = [
        np.concatenate([b / np.linalg.norm(b) for b in np.split(look(plain_space, n), ends)])
        for n in range(30)
    ]
    assert np.allclose(sums, np.sum(units, axis=0), atol=1e-3)


def test_one_visitor_who_repeats_a_photo_fills_no_batch(plain_space: EmbeddingSpace) -> None:
    show(plain_space, *[1] * 40)
    assert waiting(plain_space) == 1
    show(plain_space, *range(2, 11))
    assert PhotoMean.objects.get().photos == 10


def test_regions_of_one_photo_count_once(plain_space: EmbeddingSpace) -> None:
    photo = keep_photo(b"").id
    for number in range(12):
        learn_from_photo(photo, plain_space, "box", look(plain_space, number), SPREADS)
    assert waiting(plain_space, "box") == 1


def test_photos_framed_otherwise_are_kept_apart(plain_space: EmbeddingSpace) -> None:
    show(plain_space, *range(9))
    show(plain_space, *range(9, 18), framing="white")
    assert not PhotoMean.objects.exists()


def test_what_must_not_count_does_not(plain_space: EmbeddingSpace) -> None:
    uncounted, gone = keep_photo(b"", counts=False).id, keep_photo(b"").id
    delete_photo(gone)
    for photo in (uncounted, gone):
        learn_from_photo(photo, plain_space, "whole", look(plain_space, 1), SPREADS)
    nothing = look(plain_space, 2)
    nothing[: plain_space.parts[0].feature_dimensions] = 0
    learn_from_photo(keep_photo(b"").id, plain_space, "whole", nothing, SPREADS)
    assert waiting(plain_space) == 0


def test_what_a_photo_teaches_is_forgotten_with_the_photo(plain_space: EmbeddingSpace) -> None:
    photos = show(plain_space, *range(9))
    delete_photo(photos[0])
    with photo_cache() as client:
        client.pexpire(photo_key(photos[1]), 0)
    assert waiting(plain_space) == 7

    show(plain_space, 9, 10)
    assert not PhotoMean.objects.exists()
    show(plain_space, 11)
    assert PhotoMean.objects.get().photos == 10


def test_nothing_waits_longer_than_its_photo(plain_space: EmbeddingSpace) -> None:
    (photo,) = show(plain_space, 1)
    with photo_cache() as client:
        names = [name for name in client.keys("*") if b"lesson" in name]
        seconds = [client.ttl(name) for name in names]
        beside = client.hlen(photo_key(photo))
    assert all(0 < each <= 900 for each in seconds)
    assert len(names) == 1
    assert beside == 3  # the photo, that it counts, and what it teaches


def test_an_answer_does_not_depend_on_it(
    plain_space: EmbeddingSpace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> None:
        raise DatabaseError("away")

    monkeypatch.setattr(learn, "add_photos", away)
    show(plain_space, *range(10))
    assert not PhotoMean.objects.exists()


def test_the_spread_goes_with_its_space(plain_space: EmbeddingSpace) -> None:
    show(plain_space, *range(10))
    EmbeddingSpace.objects.update(state=EmbeddingSpace.State.READY)
    retire(plain_space)
    assert not PhotoSpread.objects.exists()
