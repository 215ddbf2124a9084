"""`make demo` as a person meets it: one command, an open shop, nothing left behind."""

from __future__ import annotations

import json
import signal
import socket
from pathlib import Path

import pytest

from tests.demo_process import fetch, free_port
from tests.pictures import draw, encode
from tests.processes import start, working_on
from tests.waiting import wait_until


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def images(tmp_path: Path) -> Path:
    """Two categories, three products, and a file that is no picture."""
    folder = tmp_path / "images"
    for name, colour in [("vases/tall-1", "red"), ("vases/tall-2", "red"), ("rugs/a", "blue")]:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.jpg").write_bytes(encode(draw(colour)))
    (folder / "rugs" / "broken.png").write_bytes(b"no picture")
    return folder


@pytest.mark.worker
def test_the_shop_opens_says_what_is_missing_and_leaves_nothing_behind(
    tmp_path: Path, port, images
) -> None:
    data = tmp_path / "data"
    log = tmp_path / "console.log"
    environ = {
        "PORT": str(port),
        "IMAGES": str(images),
        # No weights in this folder, and nobody who serves any.
        "VITRINE_WEIGHTS_DIR": str(images),
        "VITRINE_WEIGHTS_URL": "http://127.0.0.1:9/",
    }
    demo = start("-m", "demo", data=data, log=log, **environ)
    try:
        wait_until(
            lambda: (
                "pictures embedded in efficientnet_lite0" in log.read_text()
                or demo.poll() is not None
            ),
            120,
            log.read_text,
        )
        said = log.read_text()
        assert f"The shop is open:  http://127.0.0.1:{port}/" in said
        assert "2 products, 3/3 pictures embedded in efficientnet_lite0+lab_color" in said
        running = "Running without resnet50 weights: similar items are found by a smaller network"
        assert running in said
        assert running in fetch(port, "/readyz")
        assert "Tall" in fetch(port, "/")
        similar = json.loads(fetch(port, "/api/v1/products/tall/similar/"))
        assert [each["product"]["slug"] for each in similar["results"]] == ["a"]
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(60) == 0
        assert "Everything is kept" in log.read_text()
        assert working_on(data) == []

        # It goes on with what was there, and Ctrl-C ends it as well.
        demo = start("-m", "demo", data=data, log=log, **environ)
        wait_until(
            lambda: "The shop is open" in log.read_text() or demo.poll() is not None,
            120,
            log.read_text,
        )
        assert "Tall" in fetch(port, "/")
        demo.send_signal(signal.SIGINT)
        assert demo.wait(60) == 0
        assert "Everything is kept" in log.read_text()
        assert working_on(data) == []
    finally:
        demo.kill()


@pytest.mark.parametrize(
    ("environ", "sentence"),
    [
        ({"PORT": "none"}, "PORT=none is no port"),
        ({"PORT": "99999"}, "PORT=99999 is no port"),
        ({"IMAGES": "/nowhere"}, "there is no such folder"),
        ({"VITRINE_RATE_LIMITS": "maybe"}, "VITRINE_RATE_LIMITS"),
        ({"DATABASE_URL": "postgresql://db/x", "SECRET_KEY": "x" * 60}, "DATABASE_URL is set"),
    ],
)
def test_nonsense_gets_one_sentence(tmp_path: Path, environ, sentence) -> None:
    demo = start("-m", "demo", data=tmp_path / "data", **environ)
    output, _ = demo.communicate(timeout=60)
    assert demo.returncode != 0
    assert sentence in output
    assert "Traceback" not in output


def test_a_busy_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        demo = start("-m", "demo", data=tmp_path / "data", PORT=str(port))
        output, _ = demo.communicate(timeout=60)
    assert demo.returncode != 0
    assert f"Port {port} is busy" in output
    assert not (tmp_path / "data" / "postgres").exists()


def test_an_unknown_encoder_is_named_with_the_known_ones(tmp_path: Path, port) -> None:
    demo = start(
        *("-m", "demo"), data=tmp_path / "data", PORT=str(port), VITRINE_ENCODER="resnet51"
    )
    output, _ = demo.communicate(timeout=90)
    assert demo.returncode != 0
    assert "resnet51" in output
    assert "resnet50" in output
    assert working_on(tmp_path / "data") == []
