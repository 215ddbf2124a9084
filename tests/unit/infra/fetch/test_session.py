"""One fetch from a real server, as it should go."""

from __future__ import annotations

import gzip
import hashlib
import io

import pytest

from infra.fetch.answers.results import Unchanged
from infra.fetch.errors import FetchRefusedError
from infra.fetch.rules import MAX_REDIRECTS
from tests.scripted_server import ScriptedServer, redirect, reply

PICTURE = bytes(range(256)) * 1_000
MIB = 1024 * 1024


def fetch(session, url, **options):
    """What came of an address, and its bytes."""
    body = io.BytesIO()
    done = session.fetch(url, body.write, **{"max_bytes": MIB, **options})
    return done, body.getvalue()


def refusal(session, url, **options) -> FetchRefusedError:
    with pytest.raises(FetchRefusedError) as refused:
        fetch(session, url, **options)
    assert str(refused.value).endswith(".")
    return refused.value


def test_what_lies_at_an_address_comes_whole(web, open_session) -> None:
    web.answers["/a.jpg"] = reply(PICTURE, content_type="image/jpeg", etag='"1"')
    done, body = fetch(open_session(), web.url("/a.jpg"))
    assert body == PICTURE
    assert (done.url, done.content_type, done.size) == (
        web.url("/a.jpg"),
        "image/jpeg",
        len(PICTURE),
    )
    assert done.validators.sha256 == hashlib.sha256(PICTURE).hexdigest()


def test_we_say_who_we_are_and_nothing_else(web, open_session) -> None:
    web.answers["/a.jpg"] = reply(PICTURE)
    session = open_session(user_agent="Vitrine/1 (+https://shop.example/)")
    fetch(session, web.url("/a.jpg"), accept="image/*")
    assert web.headers() == {
        "host": f"127.0.0.1:{web.port}",
        "user-agent": "Vitrine/1 (+https://shop.example/)",
        "accept": "image/*",
        "accept-encoding": "gzip",
    }


def test_connections_are_kept_and_opened_again_where_the_server_closed_them(
    web, open_session
) -> None:
    def once(connection, asked):
        reply(PICTURE)(connection, asked)
        return False

    web.answers["/a.jpg"] = [reply(PICTURE), reply(PICTURE), once, reply(PICTURE)]
    session = open_session()
    assert [fetch(session, web.url("/a.jpg"))[1] for _ in range(4)] == [PICTURE] * 4
    assert web.connections == 2


def test_a_kept_connection_that_breaks_is_no_fault_of_the_address(web, open_session) -> None:
    # It breaks with the request under way: too late to see before.
    web.answers["/a.jpg"] = [reply(PICTURE), lambda connection, asked: False, reply(PICTURE)]
    session = open_session()
    assert [fetch(session, web.url("/a.jpg"))[1] for _ in range(2)] == [PICTURE] * 2
    assert (web.connections, len(web.asked)) == (2, 3)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(web, open_session, status) -> None:
    web.answers |= {"/old/a": redirect("../new/b", status=status), "/new/b": reply(PICTURE)}
    done, body = fetch(open_session(), web.url("/old/a"))
    assert (done.url, body) == (web.url("/new/b"), PICTURE)


@pytest.mark.parametrize("charset", ["utf-8", "latin-1"])
def test_redirects_may_be_written_with_other_letters(web, open_session, charset) -> None:
    target = "/grün.jpg".encode(charset)
    head = b"HTTP/1.1 302 X\r\nContent-Length: 0\r\nLocation: " + target + b"\r\n\r\n"
    web.answers |= {
        "/a": lambda connection, asked: connection.sendall(head),
        "/gr%C3%BCn.jpg": reply(PICTURE),
    }
    assert fetch(open_session(), web.url("/a"))[1] == PICTURE


def test_redirects_have_an_end(web, open_session) -> None:
    web.answers |= {f"/{n}": redirect(f"/{n + 1}") for n in range(MAX_REDIRECTS + 2)}
    web.answers[f"/{MAX_REDIRECTS}"] = reply(PICTURE)
    assert fetch(open_session(), web.url("/0"))[1] == PICTURE
    web.answers["/round"] = redirect("/round")
    web.asked.clear()
    assert refusal(open_session(), web.url("/round")).code == "redirects"
    assert len(web.asked) == MAX_REDIRECTS + 1


def test_what_has_not_changed_is_not_sent_again(web, open_session) -> None:
    session = open_session()
    web.answers["/a.jpg"] = [
        reply(PICTURE, etag='W/"7"', last_modified="Thu, 26 Nov 2026 07:00:00 GMT"),
        lambda connection, asked: connection.sendall(
            b'HTTP/1.1 304 Not Modified\r\nETag: W/"7"\r\n\r\n'
        ),
    ]
    first, _body = fetch(session, web.url("/a.jpg"))
    again, body = fetch(session, web.url("/a.jpg"), known=first.validators)
    assert (again, body) == (Unchanged(validators=first.validators), b"")
    assert web.headers()["if-none-match"] == 'W/"7"'
    assert web.headers()["if-modified-since"] == "Thu, 26 Nov 2026 07:00:00 GMT"
    assert web.connections == 1


def test_what_comes_again_with_the_same_bytes_is_unchanged(web, open_session) -> None:
    web.answers["/a.jpg"] = [reply(PICTURE, etag='"1"'), reply(PICTURE, etag='"2"')]
    session = open_session()
    first, _body = fetch(session, web.url("/a.jpg"))
    again, _body = fetch(session, web.url("/a.jpg"), known=first.validators)
    assert isinstance(again, Unchanged)
    assert again.validators.etag == '"2"'


def test_validators_are_told_to_the_address_alone_that_they_are_of(web, open_session) -> None:
    session = open_session()
    web.answers |= {"/a": redirect("/1"), "/1": reply(b"one", etag='"x"')}
    first, _body = fetch(session, web.url("/a"))
    web.answers |= {"/a": redirect("/2"), "/2": reply(b"two", etag='"x"')}
    again, body = fetch(session, web.url("/a"), known=first.validators)
    assert (again.url, body) == (web.url("/2"), b"two")
    assert all("if-none-match" not in web.headers(index) for index in range(4))


def test_packed_answers_are_unpacked(web, open_session) -> None:
    packed = gzip.compress(PICTURE[:1000]) + gzip.compress(PICTURE[1000:])
    web.answers["/a"] = reply(packed, content_encoding="gzip")
    done, body = fetch(open_session(), web.url("/a"))
    assert (body, done.size) == (PICTURE, len(PICTURE))
    assert done.validators.sha256 == hashlib.sha256(PICTURE).hexdigest()


def test_ipv6_is_asked_as_well(open_session) -> None:
    with ScriptedServer("::1") as server:
        server.answers["/a.jpg"] = reply(PICTURE)
        assert fetch(open_session(own="::1/128"), server.url("/a.jpg"))[1] == PICTURE
        assert server.headers()["host"] == f"[::1]:{server.port}"


@pytest.mark.parametrize(
    ("status", "code", "temporary"),
    [
        (404, "missing", False),
        (410, "missing", False),
        (401, "forbidden", False),
        (403, "forbidden", False),
        (500, "server_error", True),
        (429, "busy", True),
        (503, "busy", True),
        (204, "status", False),
        (206, "status", False),
        (304, "status", False),
        (418, "status", False),
    ],
)
def test_a_status_that_brings_no_file_is_told(web, open_session, status, code, temporary) -> None:
    web.answers["/a.jpg"] = reply(b"" if status in (204, 304) else b"no", status=status)
    refused = refusal(open_session(), web.url("/a.jpg"))
    assert (refused.code, refused.is_temporary) == (code, temporary)
    assert str(status) in str(refused)


@pytest.mark.parametrize(
    ("said", "seconds"), [("7", 7), ("99999999", 86_400), ("soon", None), ("-1", None), ("", None)]
)
def test_a_busy_server_is_left_alone_for_as_long_as_it_asks(
    web, open_session, places, said, seconds
) -> None:
    web.answers["/a.jpg"] = reply(status=429, retry_after=said)
    assert refusal(open_session(), web.url("/a.jpg")).retry_after_seconds == seconds
    assert places.paused == ({"127.0.0.1": seconds} if seconds else {})


def test_what_the_sink_raises_passes_through_and_ends_the_fetch(web, open_session) -> None:
    web.answers["/a.jpg"] = reply(PICTURE)

    def full(piece: bytes) -> None:
        raise OSError("the disk is full")

    session = open_session()
    with pytest.raises(OSError, match="full"):
        session.fetch(web.url("/a.jpg"), full, max_bytes=MIB)
    assert fetch(session, web.url("/a.jpg"))[1] == PICTURE
