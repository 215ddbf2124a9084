"""A feed is fetched whole, or the one of yesterday stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.feeds.fetching import fetch_feed
from infra.fetch.answers.results import Fetched, Unchanged
from infra.fetch.errors import FetchRefusedError
from tests.scripted_server import ScriptedServer, reply

FEED = b"sku,name,price\n1,Red shoe,10\n"


def test_a_feed_is_fetched_when_it_changes(settings, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    with ScriptedServer() as server:
        settings.VITRINE_FETCH_PORTS = (server.port,)
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1"
        settings.VITRINE_FETCH_TOTAL_SECONDS = 0.1  # of a picture; a feed has a time of its own
        server.answers["/feed"] = [reply(FEED, etag='"1"'), reply(status=304), reply(status=429)]
        first = fetch_feed(server.url("/feed"), path)
        assert isinstance(first, Fetched)
        assert path.read_bytes() == FEED
        again = fetch_feed(server.url("/feed"), path, known=first.validators)
        assert again == Unchanged(validators=first.validators)
        with pytest.raises(FetchRefusedError) as refused:
            fetch_feed(server.url("/feed"), path, known=first.validators)
        assert refused.value.code == "busy"
        settings.VITRINE_FEED_MAX_MEGABYTES = 1
        server.answers["/feed"] = reply(FEED * 100_000)
        with pytest.raises(FetchRefusedError) as refused:
            fetch_feed(server.url("/feed"), path, known=first.validators)
        assert refused.value.code == "too_many_bytes"
        assert path.read_bytes() == FEED
