"""python -m benchmarks [name …]: run some of the measurements, or all of them."""

from __future__ import annotations

import argparse
import importlib

from benchmarks.environment import prepare_environment

NAMES = (
    "throughput",
    "graphics_card",
    "photo_search",
    "pages",
    "pages.processes",
    "pages.cost",
    "front_end",
    "imports",
    "imports.growth",
    "resources.memory",
    "resources.start_up",
    "resources.footprint",
    "quality",
    "quality.in_bytes",
    "search",
    "vector_search.builds",
    "vector_search.quantised",
    "vector_search.engines",
    "vector_search.filtered.search",
    "vector_search.filtered.first_passes",
    "vector_search.filing",
    "vector_search.shards",
    "changelists",
)


def main() -> None:
    """Each measurement prints Markdown tables, ready for docs/benchmarks.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(NAMES))
    options = parser.parse_args()
    if unknown := set(options.names) - set(NAMES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(NAMES)}")
    prepare_environment()
    for name in options.names or NAMES:
        print(f"\n## {name}\n", flush=True)
        importlib.import_module(f"benchmarks.{name}").run()


if __name__ == "__main__":
    main()
