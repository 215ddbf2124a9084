"""`python -m chaos`: brings fault after fault about, and says at the end what was survived."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from benchmarks.environment import prepare_environment
from chaos.fault import FAULTS


def main() -> None:
    """The exit status is 1 where anything was lost, doubled, or not mended in time."""
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("ids", nargs="*", metavar="id", help="such as F05 H01; all, if none is")
    parser.add_argument("--list", action="store_true", help="say which faults there are")
    parser.add_argument(
        "--patience",
        type=float,
        default=1.0,
        metavar="TIMES",
        help="wait so many times as long as promised, on a machine that is busy with other things",
    )
    options = parser.parse_args()
    # Drawn pictures are alike, and all of them are to be compared.
    os.environ["VITRINE_FILLER_DESIGNS"] = "1000000"
    # A space that the shop fits by itself would come and go live in the midst of faults.
    os.environ["VITRINE_FIT_FROM_PICTURES"] = "1000000"
    if not options.list:
        prepare_environment()
    importlib.import_module("chaos.faults")
    known = sorted(FAULTS.values(), key=lambda each: each.id)
    if options.list:
        print("\n".join(f"{each.id}  {each.title}" for each in known))
        return
    if unknown := set(options.ids) - FAULTS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(sorted(FAULTS))}")
    run = importlib.import_module("chaos.run")
    faults = [each for each in known if not options.ids or each.id in options.ids]
    sys.exit(0 if run.play_all(faults, patience=options.patience) else 1)


if __name__ == "__main__":
    main()
