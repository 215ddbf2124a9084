"""docs/howto/search-by-photo.md does what it says."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import redis
from django.conf import settings

from catalog.models import ProductImage
from embeddings.photos import vector as photo_vectors
from tests.photo_looks import told_of

PAGE = (Path(__file__).resolve().parents[3] / "docs/howto/search-by-photo.md").read_text()


def test_the_commands_of_the_page_do_what_they_say(
    live_server,
    plain_space,
    make_product,
    embed,
    tmp_path: Path,
    picture: Callable[..., bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for price in (20, 60, 90):
        make_product("red", price=price)
    embed()
    told = told_of(ProductImage.objects.order_by("pk")[0].embeddings.get().vector)
    monkeypatch.setattr(photo_vectors, "_ask_worker", lambda *args: told)
    (tmp_path / "photo.jpg").write_bytes(picture("red"))
    (script,) = re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    script = script.replace("http://127.0.0.1:8000", str(live_server.url))

    ran = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.returncode == 0, ran.stderr
    part, end = json.JSONDecoder().raw_decode(ran.stdout)
    nearest, end = json.JSONDecoder().raw_decode(ran.stdout, end)
    assert ran.stdout[end:] == "400"
    assert [each["product"]["price"] for each in part["results"]] == ["20.00", "60.00"]
    assert len(nearest["results"]) == 3
    assert "inside the photo" in (tmp_path / "refused.json").read_text()
    assert redis.Redis.from_url(settings.CACHE_URL).keys(f"photo:{part['id']}") == []
