"""One script at one address: small, kept for an hour, told apart by its ETag."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from shop.widgets.script import ORDER, SOURCE, widget_script

ADDRESS = "/widgets/v1.js"
MOST_BYTES = 12_000


def test_both_widgets_together_are_small() -> None:
    assert len(widget_script().packed) <= MOST_BYTES
    assert {path.stem for path in SOURCE.glob("*.js")} == {*ORDER, "define"}


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_it_may_be_kept_and_is_asked_for_again_by_its_etag(client: Client, encoding) -> None:
    answer = client.get(ADDRESS, headers={"accept-encoding": encoding})
    assert answer["Cache-Control"].startswith("public, max-age=3600")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Accept-Encoding" in answer["Vary"]
    content = gzip.decompress(answer.content) if encoding == "gzip" else answer.content
    assert b'"vitrine-similar"' in content
    again = {"accept-encoding": encoding, "if-none-match": answer["ETag"]}
    unchanged = client.get(ADDRESS, headers=again)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged["ETag"] == answer["ETag"]
    assert unchanged["Cache-Control"] == answer["Cache-Control"]


def test_packed_and_plain_are_told_apart(client: Client) -> None:
    tags = {client.get(ADDRESS, headers={"accept-encoding": each})["ETag"] for each in ("gzip", "")}
    assert len(tags) == 2
