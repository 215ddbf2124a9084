"""Round a network's weights to bytes: python -m embeddings.pipeline.encoders.quantised DIR

Runs as a process of its own because it needs torch, which neither web processes nor management
commands may load. DIR holds pictures: three of four choose the ranges of its activations, the
fourth says how near the rounded network comes to the one that it was made of.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from embeddings.pipeline.encoders.networks import Network, fill_network, load_network, read_state
from embeddings.pipeline.encoders.quantised.quantise import quantise
from embeddings.pipeline.encoders.registry import ENCODERS, LAST, get_encoder
from embeddings.pipeline.images.decode import open_picture
from embeddings.pipeline.images.preprocess import get_preprocessing
from embeddings.pipeline.weights.files import (
    WeightsFile,
    WeightsMissingError,
    WeightsRefusedError,
    find_weights,
    note_in_manifest,
    open_checked,
)
from infra.files.atomic import write_files

LEAST_COSINE = 0.99
"""Of the features of pictures that chose nothing, in the middle: 0.997 was measured."""
_TOLD = (LAST, "average")


class TooCoarseError(Exception):
    """The rounded network sees something else; the message says by how much. Nothing was kept."""


def quantise_weights(
    encoder: str, pictures: Sequence[Path], *, folders: Sequence[Path]
) -> WeightsFile:
    """Make the weights of a quantised encoder into the last of the folders.

    Raises WeightsMissingError or WeightsRefusedError for what they are made of, TooCoarseError.
    """
    source = find_weights(get_encoder(encoder).quantised_from, folders=folders)
    pixels = _read(encoder, pictures)
    asked, chose = pixels[::4], np.delete(pixels, np.s_[::4], axis=0)
    with open_checked(source.path, source.sha256) as stream:
        state = read_state(stream, source.path)
    plain = load_network(
        source.encoder, weights=source.path, sha256=source.sha256, device="cpu", precision="fp32"
    )
    batches = (plain.normalise(chose[i : i + 8]) for i in range(0, len(chose), 8))
    table = quantise(fill_network(source.encoder, state), batches)
    written = io.BytesIO()
    torch.save(table, written)
    sha256 = hashlib.sha256(written.getvalue()).hexdigest()
    path = folders[-1] / f"{encoder}-{sha256[:8]}.pth"
    write_files({str(path): [written.getvalue()]})
    file = WeightsFile(
        encoder=encoder,
        path=path,
        sha256=sha256,
        source=f"{source.path.name}, rounded",
        licence=source.licence,
    )
    try:
        _check(plain, file, asked)
    except TooCoarseError:
        path.unlink()
        raise
    note_in_manifest(file)
    return file


def _read(encoder: str, pictures: Sequence[Path]) -> np.ndarray:
    preprocessing = get_preprocessing(get_encoder(encoder).preprocessing)
    images = (open_picture(path, min_side=preprocessing.reduced_to) for path in pictures)
    return np.stack([preprocessing.apply(image) for image in images])


def _check(plain: Network, file: WeightsFile, pixels: np.ndarray) -> None:
    rounded = load_network(file.encoder, weights=file.path, sha256=file.sha256, device="cpu")
    a, b = (network.run(pixels, [_TOLD])[_TOLD] for network in (plain, rounded))
    cosines = (a * b).sum(axis=1) / np.linalg.norm(a, axis=1) / np.linalg.norm(b, axis=1)
    middle, least = float(np.median(cosines)), float(cosines.min())
    said = f"cosine with {file.source}: {middle:.4f} in the middle, {least:.4f} at least"
    if not middle >= LEAST_COSINE:
        raise TooCoarseError(f"{file.encoder} sees something else ({said}).")
    print(f"{len(pixels)} other pictures, {said}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when the weights are there, 1 with a sentence when not."""
    quantised = [e.network for e in ENCODERS.values() if e.quantised_from and e.name == e.network]
    parser = argparse.ArgumentParser(prog="quantise", description=__doc__)
    parser.add_argument("encoder", choices=quantised)
    parser.add_argument("pictures", type=Path, metavar="DIR")
    parser.add_argument("--weights", action="append", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(arguments)
    pictures = sorted(options.pictures.iterdir())
    try:
        file = quantise_weights(options.encoder, pictures, folders=options.weights)
    except (WeightsMissingError, WeightsRefusedError, TooCoarseError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{file.path} (sha256 {file.sha256})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
