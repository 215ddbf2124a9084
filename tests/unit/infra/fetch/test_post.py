"""Something is sent to a real server, whatever that makes of it."""

from __future__ import annotations

import time

import pytest

from infra.fetch.errors import FetchRefusedError
from tests.scripted_server import drip, redirect, reply

BODY = '{"name": "Café"}'.encode()


def post(session, url, *, answer_bytes=10):
    headers = {"Content-Type": "application/json", "webhook-id": "msg_1"}
    return session.post(url, BODY, headers=headers, answer_bytes=answer_bytes)


def test_it_comes_whole_with_its_headers_and_the_answers_beginning_is_read(
    web, open_session
) -> None:
    web.answers["/hook"] = reply(b"thank you very much", status=202)
    posted = post(open_session(user_agent="Vitrine/1"), web.url("/hook"))
    assert (posted.status, posted.beginning) == (202, "thank you ")
    assert web.asked[0].startswith("POST /hook HTTP/1.1")
    assert web.bodies == [BODY]
    assert web.headers() == {
        "host": f"127.0.0.1:{web.port}",
        "user-agent": "Vitrine/1",
        "content-length": str(len(BODY)),
        "content-type": "application/json",
        "webhook-id": "msg_1",
    }


def test_a_redirect_is_an_answer_and_is_not_followed(web, inside, open_session) -> None:
    web.answers["/hook"] = redirect(inside.url("/"), status=307)
    assert post(open_session(), web.url("/hook")).status == 307
    assert inside.asked == []


def test_when_to_come_back_is_read(web, open_session) -> None:
    web.answers["/hook"] = reply(status=429, retry_after="120")
    assert post(open_session(), web.url("/hook")).retry_after_seconds == 120


def test_what_breaks_off_after_its_status_has_said_it(web, open_session) -> None:
    def half(connection, asked):
        reply(b"thank", length=50)(connection, asked)
        return False

    web.answers["/hook"] = half
    posted = post(open_session(), web.url("/hook"))
    assert (posted.status, posted.beginning) == (200, "thank")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (lambda connection, asked: False, "broken_answer"),
        (drip([b"HTTP/1.1 200 X\r\n"] * 5, seconds=0.2), "too_slow"),
    ],
)
def test_who_says_nothing_is_left_within_the_time(web, open_session, answer, code) -> None:
    web.answers["/hook"] = answer
    began = time.monotonic()
    with pytest.raises(FetchRefusedError) as refused:
        post(open_session(total_seconds=0.3), web.url("/hook"))
    assert refused.value.code == code
    assert time.monotonic() - began < 2


@pytest.mark.parametrize("name", ["inside.example", "mixed.example"])
def test_nobody_inside_is_sent_anything(web, inside, open_session, name) -> None:
    """Whatever the name leads to is checked, and all of it."""
    addresses = {"inside.example": ["127.0.0.2"], "mixed.example": ["127.0.0.1", "127.0.0.2"]}
    session = open_session(options={"resolver": addresses.__getitem__})
    with pytest.raises(FetchRefusedError) as refused:
        post(session, f"http://{name}:{web.port}/hook")
    assert refused.value.code == "not_public"
    assert inside.asked == web.asked == []
