"""A bar on the terminal of whoever waits; nothing where nobody looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy.typing as npt
from tqdm import tqdm

Numbers = npt.NDArray[Any]


def show_progress(batches: Iterable[Numbers], *, doing: str, pictures: int) -> Iterator[Numbers]:
    """Pass batches of rows on, and show how many of the pictures are done."""
    with tqdm(total=pictures, desc=doing, unit="picture", disable=None) as bar:
        for batch in batches:
            yield batch
            bar.update(len(batch))
