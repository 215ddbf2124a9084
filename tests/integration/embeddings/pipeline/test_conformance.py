"""Every encoder that recipes may name keeps to the same rules, and the suite sees who does not."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import subprocess
import sys
from pathlib import Path

import pytest

from embeddings.pipeline import ENCODERS
from embeddings.pipeline.conformance import Finding, check_encoder
from tests.builders.onnx_encoder import write_encoder

ROOT = Path(__file__).resolve().parents[4]
CHECKS = [
    *("declared", "runs", "no network", "no code from a hub", "right size", "finite"),
    *("deterministic", "batch equals single", "tells pictures apart", "within memory"),
]


def run_suite(*arguments: str) -> tuple[int, list[Finding]]:
    """Run it as the shop does, in a process of its own."""
    command = [sys.executable, "-m", "embeddings.pipeline.conformance", *arguments, "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, [Finding(**json.loads(line)) for line in done.stdout.splitlines()]


def problems(findings: list[Finding]) -> dict[str, str]:
    return {finding.check: finding.problem for finding in findings if not finding.passed}


# vgg16's random weights alone are half a gigabyte; it differs from the others in nothing here.
# What is rounded from another network's weights is tested beside them (encoders/test_quantised.py).
OURS = [name for name, each in ENCODERS.items() if name != "vgg16" and not each.quantised_from]


@pytest.fixture(scope="module")
def findings_of_ours(random_weights, tmp_path_factory) -> list[Finding]:
    """One process looks at all of them: most of the time goes into loading torch."""
    folder = tmp_path_factory.mktemp("weights")
    entries = {}
    for name in OURS:
        network = ENCODERS[name].network
        if network and not ENCODERS[name].weights_package:
            path, sha256 = random_weights(network)
            (folder / path.name).unlink(missing_ok=True)
            (folder / path.name).symlink_to(path)
            entries[network] = {"file": path.name, "sha256": sha256}
    (folder / "manifest.json").write_text(json.dumps({"encoders": entries}))
    code, findings = run_suite(*OURS, "--weights", str(folder))
    assert code in (0, 1)
    assert findings[0] == Finding(encoder=OURS[0], check="light to declare")
    return findings[1:]


@pytest.mark.parametrize("name", OURS)
def test_each_of_ours_conforms(name, findings_of_ours) -> None:
    findings = [finding for finding in findings_of_ours if finding.encoder == name]
    assert problems(findings) == {}
    assert [finding.check for finding in findings] == CHECKS


def test_a_shops_own_conforms(tmp_path: Path) -> None:
    write_encoder(tmp_path / "tiny")
    code, findings = run_suite("tiny", "--encoders-dir", str(tmp_path))
    assert (code, problems(findings)) == (0, {})


def test_one_that_is_too_large_is_seen(tmp_path: Path) -> None:
    write_encoder(tmp_path / "tiny")
    arguments = ("--encoders-dir", str(tmp_path), "--max-megabytes", "1")
    code, findings = run_suite("tiny", *arguments)
    assert code == 1
    assert "at most 1" in problems(findings)["within memory"]


@pytest.mark.parametrize(
    ("look", "check", "said"),
    [
        ("x * np.random.rand()", "deterministic", "differ by"),
        ("x - x.mean(axis=0) * (len(x) > 1)", "batch equals single", "differ by"),
        ("x * 0 + 1", "tells pictures apart", "one and the same"),
        ("np.where(x > 0.5, np.inf, x)", "finite", "not finite"),
        ("socket.create_connection(('192.0.2.1', 80))", "runs", "no other machine"),
        ("reach(x)", "no network", "example.org"),
        ("borrow(x)", "no code from a hub", "hub_module"),
    ],
)
def test_one_that_does_not_is_told_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, look, check, said
) -> None:
    from embeddings.pipeline.plugins.runtimes import running

    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "hub_module.py").write_text("")
    (tmp_path / "odd_encoder.py").write_text(
        "import contextlib, importlib, socket, sys\n"
        "import numpy as np\n"
        "def reach(x):\n"
        "    with contextlib.suppress(OSError):\n"
        "        socket.getaddrinfo('example.org', 80)\n"
        "    return x\n"
        "def borrow(x):\n"
        f"    sys.path.insert(0, {str(folder)!r})\n"
        "    importlib.import_module('hub_module')\n"
        "    return x\n"
        f"def load(path):\n    return lambda pixels: (lambda x: {look})(pixels.mean(axis=(2, 3)))\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    running.runners.reset()
    sys.modules.pop("odd_encoder", None)
    sys.modules.pop("hub_module", None)
    declare_python(tmp_path / "odd_encoder.py", monkeypatch)
    found = problems(list(check_encoder("odd")))
    sys.modules.pop("odd_encoder", None)
    assert said in found[check], found


def declare_python(module: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import EntryPoint

    from embeddings.pipeline import plugins
    from embeddings.pipeline.plugins import entry_points
    from embeddings.pipeline.plugins.declaration import Declaration

    declared = Declaration(
        name="odd",
        file=module,
        sha256=hashlib.sha256(module.read_bytes()).hexdigest(),
        licence="MIT",
        dimensions=3,
        size=32,
        resize=32,
        mean=(0.0, 0.0, 0.0),
        std=(1.0, 1.0, 1.0),
        loader="odd_encoder:load",
    )
    point = EntryPoint(name="odd", value="odd:declared", group=entry_points.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda self: declared)
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [point])
    plugins.reset()


def test_declaring_must_load_no_runtime(tmp_path: Path) -> None:
    """What a package imports to declare its encoder, every web process would import."""
    package = tmp_path / "heavy"
    (package / "heavy-1.dist-info").mkdir(parents=True)
    (package / "heavy-1.dist-info" / "METADATA").write_text("Name: heavy\nVersion: 1\n")
    (package / "heavy-1.dist-info" / "entry_points.txt").write_text(
        "[vitrine.encoders]\nheavy = heavy_encoder:declared\n"
    )
    (package / "heavy_encoder.py").write_text("import onnxruntime\ndeclared = None\n")
    command = [sys.executable, "-m", "embeddings.pipeline.conformance", "hog", "--json"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={"PYTHONPATH": str(package), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    first = json.loads(done.stdout.splitlines()[0])
    assert first["problem"] == "declaring it loads onnxruntime"
    assert done.returncode == 1
