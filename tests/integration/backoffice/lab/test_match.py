"""Where two pictures match, as a page: what a worker told, drawn and as a table, or why not."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from embeddings import tasks
from embeddings.matches import ask
from embeddings.matches.look import look_for_match
from embeddings.models import EmbeddingSpace
from embeddings.photos.store import delete_photo, keep_photo, photo_cache
from tests.builders.spaces import make_space, store_vectors
from tests.builders.vectors import random_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(plain_space: EmbeddingSpace, make_product):
    """Two pictures that are compared, in a space that needs no weights."""
    images = [make_product(colour).images.get() for colour in ("red", "blue")]
    plain_space.embeddings.all().delete()
    rows = random_rows(2, plain_space.dimensions, seed=1)
    store_vectors(plain_space, images, rows)
    return images


@pytest.fixture
def worker(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """A worker in this process; what it was asked."""
    asked: list[tuple[str, str]] = []

    def answer(client: Any, task: str, one: str, other: str, space_id: int) -> bytes:
        asked.append((one, other))
        ask.answer_match(one, other, space_id, "test", look_for_match(one, other, space_id))
        return client.blpop(["photo-answer:test"], timeout=1)[1]

    monkeypatch.setattr(ask, "ask_worker", answer)
    return asked


def match(client: Client, space: EmbeddingSpace, one: str, other: str) -> Any:
    said: dict[str, Any] = {"space": space.pk, "one": one, "other": other}
    return client.get(reverse("admin:evaluation_judgement_match"), said)


def test_the_cells_are_drawn_and_told_as_a_table(
    admin_client: Client, plain_space: EmbeddingSpace, pair, worker
) -> None:
    names = [f"picture:{image.pk}" for image in pair]
    page = match(admin_client, plain_space, *names)
    text = page.content.decode()
    parts = page.context["parts"]
    assert [len(part.drawn) for part in parts] == [2, 2, 2]
    assert parts[0].cosine == pytest.approx(parts[1].cosine + parts[2].cosine)
    for part in parts:
        for drawn in part.drawn:
            percents = sum(cell.percent for row in drawn.rows for cell in row)
            assert percents == pytest.approx(100 * part.cosine / parts[0].cosine, abs=3)
    assert text.count('<figure class="heat">') == text.count("As a table") == 6
    assert "Exact: the features are a plain sum" in text
    assert "Shared out: the features are no plain sum" in text
    assert re.search(r'aria-label="Heat map on .*: the cell in row \d, column \d adds most', text)
    assert "style=" not in re.sub(r"(?s)<head>.*</head>", "", text)

    said: dict[str, Any] = {"space": plain_space.pk, "one": names[0], "other": names[1]}
    for weights, status in (("colour:1", 200), ("shape", 400), ("colour:0", 400)):
        address = reverse("admin:evaluation_judgement_match")
        page = admin_client.get(address, {**said, "weights": weights})
        assert page.status_code == status
        assert len(page.context.get("parts", [])) == (status == 200)
    assert len(worker) == 1, "the second look comes from the cache"


def test_of_a_photo_nothing_stays_once_it_is_deleted(
    admin_client: Client, plain_space: EmbeddingSpace, pair, worker, picture
) -> None:
    photo = keep_photo(picture("teal"), counts=False)
    page = match(admin_client, plain_space, f"photo:{photo.id}", f"picture:{pair[0].pk}")
    assert "as if it were a picture of the shop" in page.content.decode()
    delete_photo(photo.id)
    with photo_cache() as client:
        assert [key for key in client.keys("*") if b"match" in key] == []
    page = match(admin_client, plain_space, f"photo:{photo.id}", f"picture:{pair[0].pk}")
    assert page.status_code == 404


def test_what_cannot_be_matched_is_told(
    admin_client: Client, plain_space: EmbeddingSpace, pair, worker, make_product
) -> None:
    known, waiting = f"picture:{pair[0].pk}", make_product("green").images.get()
    for other, words in (
        ("picture:99999999", "no longer there"),
        ("picture:x", "no longer there"),
        ("", "no longer there"),
        ("photo:../..", "no longer there"),
        (f"picture:{waiting.pk}", "is not compared in this space"),
    ):
        page = match(admin_client, plain_space, known, other)
        assert (page.status_code, words in page.content.decode()) == (404, True), other
    pair[1].image.storage.delete(pair[1].image.name)
    page = match(admin_client, plain_space, known, f"picture:{pair[1].pk}")
    assert page.status_code == 404
    gone = make_space("gone", 4, state="retired")
    assert match(admin_client, gone, known, known).status_code == 404


def test_without_a_worker_it_says_so_and_may_be_tried_again(
    admin_client: Client, plain_space: EmbeddingSpace, pair
) -> None:
    page = match(admin_client, plain_space, *(f"picture:{image.pk}" for image in pair))
    assert (page.status_code, page["Retry-After"]) == (503, "2")
    text = page.content.decode()
    assert "No worker is there" in text
    assert "Try again" in text


def test_what_a_worker_saw_too_late_is_there_at_the_next_try(
    admin_client: Client, plain_space: EmbeddingSpace, pair
) -> None:
    one, other = (f"picture:{image.pk}" for image in pair)
    assert 'data-again="1"' in match(admin_client, plain_space, one, other).content.decode()
    tasks.match_pictures(one, other, plain_space.pk, "given up")
    assert match(admin_client, plain_space, one, other).status_code == 200
