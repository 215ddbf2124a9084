"""What was cut off on its way is refused, and nothing of it is saved."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client, RequestFactory

from catalog.models import Category, Product, ProductImage
from web.whole_body import BodyIncompleteError, WholeBodyMiddleware

BOUNDARY = "----WebKitFormBoundarye7Yq2Zk1"


def form(fields: dict[str, str], files: dict[str, bytes]) -> bytes:
    """A multipart body in the order of the fields, the files last, as a browser sends it."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    parts += [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="a.jpg"\r\n'
        "Content-Type: image/jpeg\r\n\r\n".encode()
        + content
        + b"\r\n"
        for name, content in files.items()
    ]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def send(shop, path: str, body: bytes, *, kept: int, **headers: str) -> int:
    """Announce a body, send the beginning of it, and end; the status of the answer, 0 for none."""
    headers = {"Host": f"127.0.0.1:{shop.port}", "Content-Length": str(len(body)), **headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with shop.connect() as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body[:kept])
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while chunk := connection.recv(65_536):
            answer += chunk
    return int(answer.split()[1]) if answer else 0


def admin_form(client: Client, category, picture: bytes) -> tuple[dict[str, str], dict[str, bytes]]:
    """The fields of "add product", filled in, in the order of the page."""
    page = client.get("/admin/catalog/product/add/").content.decode()
    fields: dict[str, str] = {}
    for tag in re.findall(r"<(?:input|textarea|select)[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        if name is None or (kind and kind[1] in ("file", "checkbox", "submit")):
            continue
        value = re.search(r'value="([^"]*)"', tag)
        fields[name[1]] = value[1] if value else ""
    fields |= {"name": "Half", "slug": "half", "sku": "HALF", "price": "1", "stock": "1"}
    fields |= {"category": str(category.pk), "attributes": "{}", "is_published": "on"}
    fields = {name: value for name, value in fields.items() if "__prefix__" not in name}
    return fields, {"new_pictures": picture}


@pytest.fixture
def staff(transactional_db) -> Client:
    User.objects.create_superuser("staff", password="x")
    client = Client()
    client.login(username="staff", password="x")
    return client


def cookies(client: Client) -> str:
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def test_a_product_whose_last_picture_was_cut_off_is_not_saved(
    serve, staff, category: Category, picture: Callable[..., bytes]
) -> None:
    shop = serve()
    fields, files = admin_form(staff, category, picture("red", size=900))
    body = form(fields, files)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Cookie": cookies(staff),
    }
    cuts = [len(body) - left for left in (2, 4, 10, len(BOUNDARY) + 6, 100, 5_000)]

    statuses = {
        cut: send(shop, "/admin/catalog/product/add/", body, kept=cut, **headers) for cut in cuts
    }

    assert set(statuses.values()) <= {400}, statuses
    assert not Product.objects.exists()
    # The same form, whole, is saved.
    assert send(shop, "/admin/catalog/product/add/", body, kept=len(body), **headers) == 302
    assert ProductImage.objects.get().product.slug == "half"


def test_a_body_that_says_a_shorter_length_lacks_its_boundary(
    serve, staff, category: Category, picture: Callable[..., bytes]
) -> None:
    """Such as a client makes that cuts off the form before it counts it."""
    shop = serve()
    fields, files = admin_form(staff, category, picture("red", size=900))
    headers = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    body = form(fields, files)[:-1_000]

    sent = send(
        shop, "/admin/catalog/product/add/", body, kept=len(body), Cookie=cookies(staff), **headers
    )

    assert sent == 400
    assert not Product.objects.exists()
    photo = form({}, {"image": picture("red")})[:-8]
    for path in ("/api/v1/photo-searches/", "/photo/"):
        assert send(shop, path, photo, kept=len(photo), **headers) in (400, 403), path


@pytest.mark.parametrize("kind", ["application/json", "application/x-www-form-urlencoded"])
def test_json_and_plain_forms_are_whole_or_refused(serve, make_product, kind) -> None:
    make_product()
    shop = serve()
    if kind == "application/json":
        # Its beginning is valid by itself: a client that pads with spaces, for example.
        path, body = "/api/v1/recommendations/", json.dumps({"positive": ["product-1"]}).encode()
        body += b" " * 20
    else:
        path, body = "/admin/login/", urlencode({"username": "staff", "password": "x"}).encode()

    headers = {"Content-Type": kind, "Cookie": f"csrftoken={'a' * 32}"}
    assert send(shop, path, body, kept=len(body) - 5, **headers) == 400


def watched(body: bytes, **environ: str):
    request = RequestFactory().post("/", body, content_type="application/json")
    request.META |= environ
    WholeBodyMiddleware(lambda request: request)(request)  # type: ignore[arg-type, return-value]
    return request


@pytest.mark.parametrize("ending", [b"", b"\r\n", b"\n", b"\r\n\r\n"])
def test_clients_end_their_forms_in_several_ways(ending) -> None:
    body = f"--{BOUNDARY}--".encode() + ending
    request = watched(body, CONTENT_TYPE=f"multipart/form-data; boundary={BOUNDARY}")

    assert b"".join(iter(lambda: request.read(7), b"")) == body


def test_a_form_read_by_lines_is_watched_as_well() -> None:
    request = watched(b"--x\r\n\r\n", CONTENT_TYPE="multipart/form-data; boundary=x")

    with pytest.raises(BodyIncompleteError):
        list(request)
