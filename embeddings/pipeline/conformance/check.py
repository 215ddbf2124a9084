"""One encoder, looked over from its declaration to its memory."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from embeddings.pipeline.conformance.finding import Finding
from embeddings.pipeline.conformance.foreign_code import foreign_code
from embeddings.pipeline.conformance.load import encoder_alone
from embeddings.pipeline.conformance.memory import peak_megabytes
from embeddings.pipeline.conformance.network import network_closed
from embeddings.pipeline.conformance.numbers import look_over
from embeddings.pipeline.conformance.pictures import draw_pictures
from embeddings.pipeline.weights.files import WeightsMissingError, WeightsRefusedError

# What loading and looking at a batch may add. ResNet50 adds some 350 MB, torch itself included.
MAX_MEGABYTES = 1_500


def check_encoder(
    name: str, *, weights: Sequence[Path] = (), max_megabytes: int = MAX_MEGABYTES
) -> Iterator[Finding]:
    """Look an encoder over, one finding at a time; the first that keeps it from running is last."""

    def found(check: str, problem: str = "") -> Finding:
        return Finding(encoder=name, check=check, problem=problem)

    try:
        encoder = encoder_alone(name, weights=weights)
    except (ValueError, WeightsMissingError, WeightsRefusedError) as error:
        yield found("declared", str(error))
        return
    yield found("declared")
    memory, modules, images = peak_megabytes(), set(sys.modules), draw_pictures()
    with network_closed() as touched:
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
    yield found("no code from a hub", foreign_code(modules))
    for check, problem in look_over(together, again, alone, dimensions=encoder.dimensions):
        yield found(check, problem)
    added = peak_megabytes() - memory
    too_much = f"it takes {added:,.0f} MB; at most {max_megabytes:,}"
    yield found("within memory", too_much if added > max_megabytes else "")
