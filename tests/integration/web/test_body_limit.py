"""Requests are refused for their size before a byte of them is read."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from web.body_limit import MAX_BODY_BYTES, MAX_STAFF_BODY_BYTES, BodyLimitMiddleware


class Unreadable:
    """A body that fails the test when anybody reads it."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.fixture
def post():
    """Send headers of a request whose body may not be read: post("/path/", CONTENT_LENGTH="1")."""

    def send(path: str, *, client: Client | None = None, **environ: object):
        base = {"REQUEST_METHOD": "POST", "PATH_INFO": path, "CONTENT_TYPE": "multipart/form-data"}
        return (client or Client()).request(
            **{**base, "wsgi.input": Unreadable(), "CONTENT_LENGTH": "", **environ}
        )

    return send


@pytest.mark.parametrize("path", ["/api/v1/photo-searches/", "/photo/", "/admin/login/"])
@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"CONTENT_LENGTH": str(MAX_BODY_BYTES + 1)}, 413),
        ({"CONTENT_LENGTH": "9" * 18}, 413),
        ({"CONTENT_LENGTH": ""}, 411),
        ({"CONTENT_LENGTH": "5", "HTTP_TRANSFER_ENCODING": "chunked"}, 411),
        ({"CONTENT_LENGTH": "-1"}, 400),
        ({"CONTENT_LENGTH": "abc"}, 400),
        ({"CONTENT_LENGTH": "9" * 5000}, 400),
    ],
)
def test_too_long_or_of_unknown_length(db, post, path, environ, status) -> None:
    response = post(path, **environ)

    assert response.status_code == status
    if path.startswith("/api/"):
        assert response.json().keys() == {"code", "message", "errors"}
        assert response.json()["code"] in ("too_large", "length_required", "bad_request")


def test_the_body_of_a_get_is_bounded_too(db, post) -> None:
    response = post("/api/v1/products/", REQUEST_METHOD="GET", CONTENT_LENGTH=str(10**10))

    assert response.status_code == 413


def test_staff_may_send_many_pictures_at_once(db) -> None:
    reached: list[int] = []
    middleware = BodyLimitMiddleware(lambda request: reached.append(1))

    def send(user: User, length: int) -> Any:
        request = RequestFactory().post("/admin/", CONTENT_LENGTH=str(length))
        request.user = user
        return middleware(request)

    staff, visitor = User(is_staff=True), User(is_staff=False)
    assert send(staff, MAX_STAFF_BODY_BYTES) is None
    assert send(staff, MAX_STAFF_BODY_BYTES + 1).status_code == 413
    assert send(visitor, MAX_BODY_BYTES) is None
    assert send(visitor, MAX_BODY_BYTES + 1).status_code == 413
    assert len(reached) == 2


def test_a_photo_at_the_limit_never_touches_the_disk(settings) -> None:
    # Django keeps a body in memory only up to this; a bound above it would spool photos to files.
    assert MAX_BODY_BYTES <= settings.FILE_UPLOAD_MAX_MEMORY_SIZE
