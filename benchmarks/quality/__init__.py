"""How often the answers are right ones, on labelled pictures: a file for each kind of question."""

from __future__ import annotations

from benchmarks.quality import (
    floor,
    hygiene,
    in_bytes,
    kinds,
    learnt,
    photos,
    recipes,
    searches,
    shop,
    subject,
    words,
)


def run() -> None:
    """Print every table of docs/benchmarks.md about quality."""
    recipes.run()
    in_bytes.run()
    learnt.run()
    kinds.run()
    floor.run()
    photos.run()
    subject.run()
    words.run()
    shop.run()
    hygiene.run()
    searches.run()
