"""python -m benchmarks.saturation [URL]: how much a shop takes; without a URL, one of its own."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from benchmarks.saturation.client import Shop, ShopRefusedError
from benchmarks.saturation.open_loop import run_step
from benchmarks.saturation.search import find_saturation
from benchmarks.saturation.shopping import read_shopping
from benchmarks.saturation.step import Step
from benchmarks.saturation.told import say_outcome, say_plan, say_step

ENOUGH_REQUESTS, LONGEST_SECONDS = 200, 40.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit code is 0 where a figure was found, 130 after Ctrl-C."""
    options = _parser().parse_args(arguments)
    steps: list[Step] = []
    interrupted = False
    with ExitStack() as stack:
        try:
            if not options.url:
                from benchmarks.saturation.own_shop import own_shop

                options.url = stack.enter_context(own_shop(products=options.products))
            shop = Shop(options.url)
            if not shop.is_here and not options.yes:
                raise ShopRefusedError(
                    f"{shop.url} is not this machine. It will be asked for more than it can"
                    " answer, so real shoppers will notice: say --yes if it is yours."
                )
            shopping = read_shopping(shop)
            promised = options.good / 100
            say_plan(shop.url, shopping, promised=promised)

            def run(rate: float) -> Step:
                # One late answer of a few would be more than the percent that may be late.
                seconds = max(options.seconds, min(LONGEST_SECONDS, ENOUGH_REQUESTS / rate))
                return run_step(shop, shopping.draw, rate=rate, seconds=seconds, promised=promised)

            for step in find_saturation(run, start=options.start, most=options.most):
                steps.append(step)
                say_step(step)
        except ShopRefusedError as error:
            print(error, file=sys.stderr)
            return 2
        except KeyboardInterrupt:
            interrupted = True
        if steps or interrupted:
            say_outcome(steps, interrupted=interrupted)
    return 130 if interrupted else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make load", description=__doc__)
    parser.add_argument("url", nargs="?", default="", help="such as http://127.0.0.1:8000")
    parser.add_argument("--yes", action="store_true", help="ask a shop on another machine")
    parser.add_argument("--seconds", type=float, default=10.0, help="at each rate (10)")
    parser.add_argument("--start", type=float, default=4.0, help="requests/s to begin with (4)")
    parser.add_argument("--most", type=float, default=2_000.0, help="requests/s at most (2000)")
    parser.add_argument("--good", type=float, default=99.0, help="percent that shall be good (99)")
    parser.add_argument("--products", type=int, default=120, help="of a shop of its own (120)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
