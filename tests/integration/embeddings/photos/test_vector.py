"""What is asked of the workers about a photo, and what they leave alone."""

from __future__ import annotations

import pytest

from embeddings import tasks
from embeddings.photos import asking
from embeddings.photos.store import photo_cache


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The photos that the worker looks at."""
    photos: list[str] = []
    monkeypatch.setattr(tasks, "encode", lambda photo, *_: photos.append(photo) or {"gone": True})
    return photos


def test_a_question_that_nobody_waits_for_any_more_costs_no_forward_pass(
    encoded: list[str],
) -> None:
    tasks.encode_photo("photo", 1, None, "given up")
    assert encoded == []


def test_a_question_that_somebody_waits_for_is_answered(encoded: list[str]) -> None:
    with photo_cache() as client, asking._place_in_line(client, "awaited"):
        tasks.encode_photo("photo", 1, None, "awaited")
        assert client.llen("photo-answer:awaited") == 1
    assert encoded == ["photo"]
