"""Downloading weights, from a local server that plays the weights' host."""

from __future__ import annotations

import errno
import hashlib
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from embeddings.pipeline import find_weights
from embeddings.pipeline.encoders.registry import Encoder
from embeddings.pipeline.weights import fetch as module
from embeddings.pipeline.weights.fetch import WeightsNotFetchedError, fetch_weights, main

BODY = os.urandom(300_000)
SHA256 = hashlib.sha256(BODY).hexdigest()
NAME = "resnet50-0676ba61.pth"

Answer = Callable[[BaseHTTPRequestHandler], None]


class Host:
    """A weights' host that answers one request after the other as it is told to."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked: list[str] = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                host.asked.append(self.path)
                host.answers[min(len(host.asked), len(host.answers)) - 1](self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/models"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def send(body: bytes = BODY, *, length: int | None = None, status: int = 200) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(body) if length is None else length))
        request.end_headers()
        request.wfile.write(body)

    return answer


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    yield host
    host.server.shutdown()
    host.server.server_close()


@pytest.fixture(autouse=True)
def _the_hash_of_our_body(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "sha256_prefix", property(lambda self: SHA256[:8]))


def test_a_download_is_found_and_checked_in_full_later(host, tmp_path: Path) -> None:
    host.answers = [send()]
    fetched = fetch_weights("resnet50", folder=tmp_path / "new" / "folder", base_url=host.url)
    assert host.asked == [f"/models/{NAME}"]
    assert fetched.path.read_bytes() == BODY
    found = find_weights("resnet50", folders=[tmp_path / "new" / "folder"])
    assert found == fetched
    assert (found.sha256, found.source) == (SHA256, f"{host.url}/{NAME}")


def test_a_second_download_keeps_the_first_in_the_manifest(host, tmp_path: Path) -> None:
    host.answers = [send()]
    for encoder in ("resnet50", "vgg16"):
        fetch_weights(encoder, folder=tmp_path, base_url=host.url + "/")
    assert find_weights("resnet50", folders=[tmp_path]).sha256 == SHA256
    assert find_weights("vgg16", folders=[tmp_path]).sha256 == SHA256
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "manifest.json",
        NAME,
        "vgg16-397923af.pth",
    ]


def test_a_broken_transfer_is_started_again_from_the_first_byte(
    host, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host.answers = [send(BODY[:1000], length=len(BODY)), send()]
    assert fetch_weights("resnet50", folder=tmp_path, base_url=host.url).sha256 == SHA256
    assert len(host.asked) == 2
    assert "starting again" in capsys.readouterr().err
    assert (tmp_path / NAME).read_bytes() == BODY


@pytest.mark.parametrize(
    ("answer", "words", "requests"),
    [
        (send(b"", status=404), "refused: 404", 1),
        (send(b"", status=403), "refused: 403", 1),
        (send(BODY[:1000], length=len(BODY)), "incomplete or another file", 2),
        (send(b"<html>log in to this network</html>"), "incomplete or another file", 2),
        (send(b""), "incomplete or another file", 2),
    ],
)
def test_what_does_not_work_out_leaves_nothing(
    host, tmp_path: Path, answer, words, requests
) -> None:
    host.answers = [answer]
    with pytest.raises(WeightsNotFetchedError, match=words) as error:
        fetch_weights("resnet50", folder=tmp_path, base_url=host.url)
    assert str(tmp_path) in str(error.value)
    assert list(tmp_path.iterdir()) == []
    assert len(host.asked) == requests


def test_a_good_file_survives_a_failed_download(host, tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(BODY)
    host.answers = [send(b"wrong")]
    with pytest.raises(WeightsNotFetchedError):
        fetch_weights("resnet50", folder=tmp_path, base_url=host.url)
    assert (tmp_path / NAME).read_bytes() == BODY


def test_a_host_that_falls_silent_is_given_up(
    host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silence = threading.Event()
    host.answers = [lambda request: silence.wait(20)]
    monkeypatch.setattr(module, "SILENCE_SECONDS", 0.2)
    with pytest.raises(WeightsNotFetchedError, match="timed out"):
        fetch_weights("resnet50", folder=tmp_path, base_url=host.url)
    silence.set()
    assert list(tmp_path.iterdir()) == []
    assert socket.getdefaulttimeout() is None


def test_nobody_listening_is_said_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(WeightsNotFetchedError, match="Connection refused"):
        fetch_weights("resnet50", folder=tmp_path, base_url=f"http://127.0.0.1:{port}")


def test_a_full_disk_is_said_so_and_not_tried_again(
    host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch.hub

    tries = []

    def fail(*_: object, **__: object) -> None:
        tries.append(1)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(torch.hub, "download_url_to_file", fail)
    with pytest.raises(WeightsNotFetchedError, match="disk is full"):
        fetch_weights("resnet50", folder=tmp_path, base_url=host.url)
    assert len(tries) == 1


def test_a_folder_that_is_a_file_is_said_so(host, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WeightsNotFetchedError, match="file"):
        fetch_weights("resnet50", folder=tmp_path / "file", base_url=host.url)


def test_the_command_line_answers_0_or_1_with_a_sentence(
    host, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    host.answers = [send(), send(b"", status=404)]
    command = ["resnet50", "--to", str(tmp_path), "--base-url", host.url]
    assert main(command) == 0
    assert str(tmp_path / NAME) in capsys.readouterr().out
    assert main(command) == 1
    assert "refused: 404" in capsys.readouterr().err


def test_the_process_shows_progress_and_its_exit_code(host, tmp_path: Path) -> None:
    host.answers = [send(b"not the weights")]
    done = subprocess.run(
        [sys.executable, "-m", "embeddings.pipeline.weights.fetch", "resnet50"]
        + ["--to", str(tmp_path), "--base-url", host.url],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=Path(module.__file__).parents[3],
    )
    assert done.returncode == 1
    assert "100%" in done.stderr
    assert "incomplete or another file" in done.stderr
    assert "Traceback" not in done.stderr


def test_hand_crafted_encoders_are_nothing_to_download(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(WeightsNotFetchedError, match="nothing to download"):
        fetch_weights("hog", folder=tmp_path)
    with pytest.raises(SystemExit):
        main(["hog", "--to", str(tmp_path)])
