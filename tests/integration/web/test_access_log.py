"""Nothing that opens a shopper's photo stands in a log."""

from __future__ import annotations

import logging
import secrets

import pytest

from embeddings.models import EmbeddingSpace
from tests.waiting import wait_until
from web.server.access_log import HidePhotoIds, hide_photo_ids


def test_ids_of_photos_stand_in_no_log(serve, plain_space: EmbeddingSpace) -> None:
    photo = secrets.token_urlsafe(16)
    shop = serve()

    statuses = [
        shop.get(path)[0]
        for path in (
            f"/photo/{photo}/",
            f"/photo/{photo}/image",
            f"/api/v1/photo-searches/{photo}/",
        )
    ]

    assert statuses == [410, 410, 404]
    wait_until(lambda: shop.log.read_text().count("GET /") >= 4, 30, shop.log.read_text)
    log = shop.log.read_text()
    assert photo not in log
    assert '"GET /photo/-/ HTTP/1.1" 410' in log
    assert '"GET /livez HTTP/1.1" 200' in log


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("GET /photo/AbCdEfGhIjKlMnOpQrStUv/image", "GET /photo/-/image"),
        (
            "/api/v1/photo-searches/AbCdEfGhIjKlMnOpQrStUv/?limit=1",
            "/api/v1/photo-searches/-/?limit=1",
        ),
        ("https://shop.example/photo/AbCdEfGhIjKlMnOpQrStUv/", "https://shop.example/photo/-/"),
        ("GET /photo/ HTTP/1.1", "GET /photo/ HTTP/1.1"),
        ("GET /p/photo-of-a-very-long-name/", "GET /p/photo-of-a-very-long-name/"),
    ],
)
def test_only_the_id_is_left_out(text, hidden) -> None:
    assert hide_photo_ids(text) == hidden


def test_errors_that_name_an_address_are_cleaned_as_well() -> None:
    record = logging.LogRecord(
        "django.request",
        logging.ERROR,
        __file__,
        1,
        "Gone: %s",
        ("/photo/" + "a" * 22 + "/",),
        None,
    )

    assert HidePhotoIds().filter(record)
    assert record.getMessage() == "Gone: /photo/-/"


def test_a_visitor_cannot_forge_a_line(serve) -> None:
    shop = serve()
    with shop.connect() as connection:
        connection.sendall(
            b"GET /livez HTTP/1.1\r\nHost: a\r\nUser-Agent: \xe2\x80\xa8forged\x85\r\n\r\n"
        )
        connection.recv(1_000)

    wait_until(lambda: "forged" in shop.log.read_text(), 30)
    (line,) = [line for line in shop.log.read_text().splitlines() if "forged" in line]
    assert "GET /livez" in line
