"""The weights that a recipe needs: found where they are kept, or else downloaded."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings

from embeddings.pipeline import (
    WeightsFile,
    WeightsMissingError,
    find_weights,
    get_encoder,
    networks_in,
)
from embeddings.spaces.conformance import refuse_unconforming
from embeddings.worker.encoder_cache import weight_folders


def ensure_weights(recipe: str) -> dict[str, WeightsFile]:
    """Find the weights a recipe needs, or download them with a progress bar on the console.

    An encoder that the shop has brought along must keep to what every encoder keeps to.
    Raises WeightsMissingError or WeightsRefusedError, ValueError for a recipe that makes no sense.
    """
    found = {}
    for name in networks_in(recipe):
        facts = get_encoder(name)
        try:
            found[name] = find_weights(name, folders=weight_folders())
        except WeightsMissingError:
            if facts.weights_package or facts.declaration or facts.quantised_from:
                raise  # nobody serves what is installed, the shop's own, or made by the shop
            _download(name)
            found[name] = find_weights(name, folders=weight_folders())
        if facts.declaration:
            refuse_unconforming(name, sha256=found[name].sha256)
    return found


def _download(encoder: str) -> None:
    # In a process of its own: torch's downloader brings all of torch along.
    command = [sys.executable, "-m", "embeddings.pipeline.weights.fetch", encoder]
    command += ["--to", str(settings.VITRINE_DATA / "weights")]
    if settings.VITRINE_WEIGHTS_URL:
        command += ["--base-url", settings.VITRINE_WEIGHTS_URL]
    subprocess.run(command, cwd=settings.BASE_DIR, check=False)
