"""What every encoder has to keep to, ours and those that a shop brings along.

    python -m embeddings.pipeline.conformance NAME… [--encoders DIR] [--weights DIR…] [--json]

A process of its own, because it loads runtimes, closes the network and measures memory.
`manage.py encoders check NAME` calls it, and so does `spaces create` for a shop's own encoder.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import resource
import socket
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from embeddings.pipeline.encoders.registry import get_encoder, known_encoders
from embeddings.pipeline.encoders.space_encoder import SpaceEncoder
from embeddings.pipeline.plugins.found import look_in
from embeddings.pipeline.vectors.component import Component
from embeddings.pipeline.weights.files import (
    WeightsMissingError,
    WeightsRefusedError,
    find_weights,
)

Floats = npt.NDArray[np.float32]

# Relative to the length of the vector: more would move neighbours.
TOLERANCE = 1e-3
# What loading and looking at a batch may add. ResNet50 adds some 350 MB, torch itself included.
MAX_MEGABYTES = 1_500
RUNTIMES = ("torch", "onnxruntime", "timm", "transformers")


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that an encoder has to keep to, and whether it does."""

    encoder: str
    check: str
    problem: str = ""  # empty: it does

    @property
    def passed(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.problem


class NetworkTouchedError(OSError):
    """Something wanted to reach another machine while the network was closed."""


def check_encoder(
    name: str, *, weights: Sequence[Path] = (), max_megabytes: int = MAX_MEGABYTES
) -> Iterator[Finding]:
    """Look an encoder over, one finding at a time; the first that keeps it from running is last."""

    def found(check: str, problem: str = "") -> Finding:
        return Finding(encoder=name, check=check, problem=problem)

    try:
        facts = get_encoder(name)
        file = find_weights(name, folders=weights) if facts.is_network else None
        declared = Component(
            encoder=name,
            pooling=facts.default_pooling,
            preprocessing=facts.preprocessing,
            weights_sha256=file.sha256 if file else "",
            dimensions=facts.dimensions,
            weight=1,
        )
        encoder = SpaceEncoder([declared], weights={facts.network: file.path} if file else None)
    except (ValueError, WeightsMissingError, WeightsRefusedError) as error:
        yield found("declared", str(error))
        return
    yield found("declared")
    memory, modules = _peak_megabytes(), set(sys.modules)
    images = _pictures()
    with _network_closed() as touched:
        try:
            encoder.warm_up()
            together = encoder.encode(images)
            again = encoder.encode(images)
            alone = np.concatenate([encoder.encode([image]) for image in images])
        # Whatever an encoder raises is a finding.
        except Exception as error:  # noqa: BLE001
            yield found("runs", f"{type(error).__name__}: {error}")
            return
    yield found("runs")
    yield found("no network", f"it asked for {', '.join(touched)}" if touched else "")
    yield found("no code from a hub", _foreign_code(modules))
    yield found("right size", _wrong_size(together, len(images), facts.dimensions))
    if not (np.isfinite(together).all() and together.any(axis=1).all()):
        yield found("finite", "some numbers are not finite, or all of them zero")
        return
    yield found("finite")
    yield found("deterministic", _differs(together, again))
    yield found("batch equals single", _differs(together, alone))
    yield found("tells pictures apart", _alike(together))
    added = _peak_megabytes() - memory
    too_much = f"it takes {added:,.0f} MB; at most {max_megabytes:,}"
    yield found("within memory", too_much if added > max_megabytes else "")


def _pictures() -> list[Image.Image]:
    """Nine pictures of several sizes, more than a microbatch: the same at every call."""
    random = np.random.default_rng(0)
    sizes = [(320, 240), (240, 320), (64, 64), (700, 100), (500, 500), (33, 48)]
    made = []
    for number, (width, height) in enumerate(sizes + sizes[:3]):
        coarse = random.integers(0, 256, (4 + number, 5, 3), dtype=np.uint8)
        made.append(Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC))
    return made


@contextlib.contextmanager
def _network_closed() -> Iterator[list[str]]:
    """Refuse every connection and every look-up of a name; what was asked for."""
    touched: list[str] = []

    def refuse(*arguments: object, **options: object) -> None:
        asked = next((str(each) for each in arguments if isinstance(each, str | tuple)), "a host")
        touched.append(asked)
        raise NetworkTouchedError(f"{asked}: an encoder reaches no other machine")

    doors: list[tuple[object, str]] = [
        (socket.socket, "connect"),
        (socket.socket, "connect_ex"),
        (socket.socket, "sendto"),
        (socket, "getaddrinfo"),
    ]
    before = [getattr(owner, name) for owner, name in doors]
    try:
        for owner, name in doors:
            setattr(owner, name, refuse)
        yield touched
    finally:
        for (owner, name), door in zip(doors, before, strict=True):
            setattr(owner, name, door)


def _foreign_code(before: set[str]) -> str:
    """Modules that came neither with Python nor with an installed package nor with the shop."""
    paths = sysconfig.get_paths()
    root = Path(__file__).resolve().parents[2]
    known = [Path(paths[name]).resolve() for name in ("stdlib", "purelib", "platlib")] + [root]
    for name in sorted(set(sys.modules) - before):
        file = getattr(sys.modules[name], "__file__", None)
        if not file:
            continue
        path = Path(file).resolve()
        if not any(path.is_relative_to(folder) for folder in known):
            return f"the module {name} came from {path}"
    return ""


def _wrong_size(rows: Floats, pictures: int, dimensions: int) -> str:
    wanted = (pictures, dimensions)
    return "" if rows.shape == wanted else f"{rows.shape} came for {wanted}"


def _differs(one: Floats, other: Floats) -> str:
    lengths = np.linalg.norm(one, axis=1).clip(min=1e-12)
    most = float((np.linalg.norm(one - other, axis=1) / lengths).max())
    return "" if most <= TOLERANCE else f"they differ by {most:.2g} of their length"


def _alike(rows: Floats) -> str:
    units = rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(min=1e-12)
    cosines = (units @ units.T)[np.triu_indices(len(units), k=1)]
    same = float(cosines.min()) > 1 - 1e-6
    return "nine different pictures get one and the same vector" if same else ""


def _peak_megabytes() -> float:
    # Not getrusage: to Linux, the peak of whoever started this process is its peak, too.
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text()
        (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2  # macOS counts bytes


def _heavy_declarations() -> str:
    """The runtimes that looking at the declarations alone has loaded: web processes look too."""
    loaded = [name for name in RUNTIMES if name in sys.modules]
    return f"declaring it loads {', '.join(loaded)}" if loaded else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when everything is kept to, 1 when not."""
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__)
    parser.add_argument("encoders", nargs="+", metavar="NAME")
    parser.add_argument("--encoders-dir", default="", metavar="DIR")
    parser.add_argument("--weights", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--max-megabytes", type=int, default=MAX_MEGABYTES)
    parser.add_argument("--json", action="store_true", help="a line for each finding")
    options = parser.parse_args(arguments)
    if options.encoders_dir:
        look_in(lambda: options.encoders_dir)
    known_encoders()
    heavy = _heavy_declarations()
    findings = [Finding(encoder=options.encoders[0], check="light to declare", problem=heavy)]
    for name in options.encoders:
        findings += check_encoder(
            name, weights=options.weights, max_megabytes=options.max_megabytes
        )
    for finding in findings:
        said = f"{finding.encoder}: {finding.check}: {finding.problem or 'passed'}"
        print(json.dumps(asdict(finding)) if options.json else said)
    return 0 if all(finding.passed for finding in findings) else 1


if __name__ == "__main__":
    sys.exit(main())
