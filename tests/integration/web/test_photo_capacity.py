"""More photo searches than there are places for: they are told so at once, and pages go on."""

from __future__ import annotations

import json
import statistics
import threading
import time
import urllib.request
from collections.abc import Callable

import pytest

from catalog.images.validation import ValidationBusyError
from embeddings.models import EmbeddingSpace
from embeddings.worker import state as worker_state
from tests.integration.web.served_shop import HOST, ServedShop
from tests.integration.web.test_whole_body import BOUNDARY, form
from web import photo_places
from web.photo_places import photo_place

CLIENTS = 40


def search(shop: ServedShop, photo: bytes) -> tuple[str, float, str | None]:
    """Search with a photo: the code of the answer, how long it took in s, and Retry-After."""
    request = urllib.request.Request(
        f"http://{HOST}:{shop.port}/api/v1/photo-searches/",
        data=form({}, {"image": photo}),
        headers={"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    )
    started = time.monotonic()
    _, headers, body = shop.ask(request)
    return json.loads(body)["code"], time.monotonic() - started, headers["Retry-After"]


def test_pages_go_on_beside_forty_photo_searches(
    serve, plain_space: EmbeddingSpace, make_product, picture: Callable[..., bytes]
) -> None:
    """The worker's stand-in says that it lives and never answers: the slowest that there is."""
    make_product("red")
    shop = serve()
    shop.get("/p/product-1/")  # the first page of a process takes longer
    worker_state.beat(["photos"])
    photo = picture("red", size=800)
    answers: list[tuple[str, float, str | None]] = []
    clients = [
        threading.Thread(target=lambda: answers.append(search(shop, photo))) for _ in range(CLIENTS)
    ]

    for client in clients:
        client.start()
    pages = []
    while any(client.is_alive() for client in clients):
        started = time.monotonic()
        assert shop.get("/p/product-1/")[0] == 200
        pages.append(time.monotonic() - started)

    assert len(answers) == CLIENTS
    assert all(after is not None and int(after) > 0 for _, _, after in answers)
    refused = [seconds for code, seconds, _ in answers if code == "busy"]
    assert len(refused) > CLIENTS // 2
    # At once: not after the wait of those who found a place, on whatever machine.
    waited = [seconds for code, seconds, _ in answers if code != "busy"]
    assert statistics.median(refused) < statistics.median(waited)
    # With every thread waiting for a photo, a page came after several such waits.
    assert statistics.median(pages) < statistics.median(waited)


def test_a_place_is_free_again_after_each_search(monkeypatch: pytest.MonkeyPatch) -> None:
    photo_places.places.use(threading.BoundedSemaphore(1))

    with photo_place(), pytest.raises(ValidationBusyError), photo_place():
        pytest.fail("two in one place")
    with pytest.raises(ZeroDivisionError), photo_place():
        raise ZeroDivisionError
    with photo_place():
        pass
