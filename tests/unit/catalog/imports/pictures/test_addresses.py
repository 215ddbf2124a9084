"""Pictures come by address as they do from a folder, and only pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from catalog.imports.pictures import FoundPicture, UnchangedPicture, WantedPicture
from catalog.imports.pictures.addresses import AddressPictures, is_address
from catalog.imports.pictures.folder import folder_pictures
from catalog.imports.pictures.mixed import MixedPictures
from tests.scripted_server import drip, redirect, reply


@pytest.fixture
def source(open_session) -> Iterator[AddressPictures]:
    with AddressPictures(open_session=open_session) as opened:
        yield opened


def read(source, *references: str, known=None) -> dict:
    results = list(source.read(WantedPicture(each, known) for each in references))
    assert len({each.reference for each in results}) == len(results)
    return {each.reference: each for each in results}


def test_pictures_are_fetched_once_and_only_again_where_they_changed(
    web, source, picture: Callable[..., bytes]
) -> None:
    web.answers |= {
        "/red.jpg": reply(picture("red"), etag='"red"', content_type="image/jpeg"),
        "/same.jpg": redirect("/red.jpg"),
    }
    url = web.url("/red.jpg")
    found = read(source, url, url, web.url("/same.jpg"))
    assert len(web.asked) == 3
    first = found[url]
    assert isinstance(first, FoundPicture)
    assert first.picture.sha256 == found[web.url("/same.jpg")].picture.sha256
    assert first.validators.etag == '"red"'
    assert web.headers()["accept"].startswith("image/")
    web.answers["/red.jpg"] = lambda connection, asked: connection.sendall(
        b"HTTP/1.1 304 Not Modified\r\n\r\n"
    )
    again = read(source, url, known=first.validators)[url]
    assert again == UnchangedPicture(url, first.validators)


FILM = b"\0\0\0\x20ftypisom" + bytes(1_000)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (reply(b"<!doctype html><title>Not for you</title>" + b" " * 600), "format"),
        (reply(b"<!doctype html>", content_type="image/jpeg"), "format"),
        (drip([b"HTTP/1.1 200 OK\r\n\r\n", *[FILM] * 100_000], seconds=0), "format"),
        (reply(b"\xff\xd8\xff" + bytes(1_000), content_type="image/jpeg"), "undecodable"),
        (reply(b""), "empty"),
        (reply(status=404), "missing"),
        (redirect("http://169.254.169.254/latest/meta-data/"), "not_public"),
    ],
    ids=["page", "page called picture", "film", "damaged", "empty", "missing", "inside"],
)
def test_what_is_no_picture_is_told_beside_those_that_are(
    web, source, picture: Callable[..., bytes], answer, code
) -> None:
    web.answers |= {"/bad": answer, "/good": reply(picture("red"))}
    found = read(source, web.url("/bad"), web.url("/good"))
    assert found[web.url("/bad")].refusal.code == code
    assert isinstance(found[web.url("/good")], FoundPicture)


def test_a_failure_that_may_pass_says_so(web, source) -> None:
    web.answers |= {"/fault": reply(status=500), "/none": reply(status=404)}
    found = read(source, web.url("/fault"), web.url("/none"))
    assert [found[web.url(path)].is_temporary for path in ("/fault", "/none")] == [True, False]


def test_files_and_addresses_come_from_where_they_lie(
    web, source, picture: Callable[..., bytes], tmp_path
) -> None:
    (tmp_path / "blue.jpg").write_bytes(picture("blue"))
    web.answers["/red.jpg"] = reply(picture("red"))
    mixed = MixedPictures(folder_pictures(tmp_path), source)
    names = ["blue.jpg", web.url("/red.jpg"), "none.jpg", "blue.jpg", web.url("/none.jpg")]
    found = read(mixed, *names)
    assert len(found) == 4
    assert isinstance(found["blue.jpg"], FoundPicture)
    assert isinstance(found[web.url("/red.jpg")], FoundPicture)
    assert found["none.jpg"].refusal.code == "missing"
    assert found[web.url("/none.jpg")].refusal.code == "missing"


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("https://cdn.example/a.jpg", True),
        (" //cdn.example/a.jpg", True),
        ("ftp://cdn.example/a.jpg", True),
        ("/media/a.jpg", False),
        ("a.jpg", False),
    ],
)
def test_addresses_are_told_from_names(reference, expected) -> None:
    assert is_address(reference) is expected
