"""Fetching into a file: whole, or what was there before."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra.fetch.answers.results import Fetched, Unchanged
from infra.fetch.errors import FetchRefusedError
from infra.fetch.files import fetch_file
from tests.scripted_server import reply

MIB = 1024 * 1024


def test_a_file_is_there_whole_and_is_kept_while_nothing_changes(
    web, open_session, tmp_path: Path
) -> None:
    path = tmp_path / "feed.csv"
    web.answers["/feed"] = [reply(b"one", etag='"1"'), reply(b"", status=304), reply(b"three")]
    session = open_session()
    first = fetch_file(session, web.url("/feed"), path, max_bytes=MIB)
    assert isinstance(first, Fetched)
    assert path.read_bytes() == b"one"
    stamp = path.stat().st_mtime_ns
    again = fetch_file(session, web.url("/feed"), path, max_bytes=MIB, known=first.validators)
    assert isinstance(again, Unchanged)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (b"one", stamp)
    third = fetch_file(session, web.url("/feed"), path, max_bytes=MIB, known=first.validators)
    assert isinstance(third, Fetched)
    assert path.read_bytes() == b"three"


def test_what_is_refused_half_way_leaves_the_old_file(web, open_session, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_bytes(b"old")
    web.answers["/feed"] = reply(b"new", length=100)
    web.answers["/large"] = reply(b"x" * 200_000)
    for name in ("/feed", "/large"):
        with pytest.raises(FetchRefusedError):
            fetch_file(open_session(silence_seconds=0.1), web.url(name), path, max_bytes=100_000)
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("feed.csv", b"old")]


def test_a_file_that_was_lost_is_fetched_again(web, open_session, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    web.answers["/feed"] = reply(b"one", etag='"1"')
    session = open_session()
    first = fetch_file(session, web.url("/feed"), path, max_bytes=MIB)
    path.unlink()
    assert isinstance(
        fetch_file(session, web.url("/feed"), path, max_bytes=MIB, known=first.validators), Fetched
    )
    assert "if-none-match" not in web.headers()
