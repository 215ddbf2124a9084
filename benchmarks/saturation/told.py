"""The steps as a table, a row as each ends, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.saturation.limits import explain
from benchmarks.saturation.search import first_broken, kept_rate
from benchmarks.saturation.shopping import KINDS, Shopping
from benchmarks.saturation.step import Step

_HEAD = ("requests/s", "p50 ms", "p95 ms", "p99 ms", "good %", "errors", "processors")
_WIDTHS = (10, 8, 8, 8, 7, 26, 10)


def say_plan(url: str, shopping: Shopping, *, promised: float) -> None:
    """What is asked, and when an answer is good."""
    kinds = ", ".join(
        f"{kind} {KINDS[kind].share} ({KINDS[kind].seconds:g} s)" for kind in shopping.requests
    )
    print(f"{url}: shares of requests, and seconds within which each is good: {kinds}.")
    if left_out := KINDS.keys() - shopping.requests.keys():
        print(f"Left out, for the shop has nothing to ask with: {', '.join(sorted(left_out))}.")
    print(f"A rate is kept while {promised:.1%} of all that was due is good.\n")
    print(_row(_HEAD))
    print(_row(["-" * width for width in _WIDTHS]), flush=True)


def say_step(step: Step) -> None:
    """One row."""
    errors = ", ".join(f"{status or 'none'}: {n}" for status, n in step.errors.most_common())
    unsent = f"{step.unsent} not sent" if step.unsent else ""
    busy = "" if step.machine_busy is None else f"{step.machine_busy:.0%}"
    times = [f"{1000 * step.percentile(each):.0f}" for each in (50, 95, 99)]
    good = f"{100 * step.share_good:.1f}"
    said = "; ".join(filter(None, (errors, unsent))) or "0"
    print(_row([f"{step.rate:.1f}", *times, good, said, busy]), flush=True)


def say_outcome(steps: Sequence[Step], *, interrupted: bool = False) -> None:
    """Where it saturates, and what was the limit."""
    print()
    if interrupted:
        print("Stopped before the end; so far:")
    kept, broken = kept_rate(steps), first_broken(steps)
    if not steps:
        print("Nothing was measured.")
    elif broken is None:
        print(f"No limit was found up to {kept:.1f} requests/s.")
    elif not kept:
        print(f"The promise breaks at any rate that was tried, down to {broken.rate:.2f}/s.")
    else:
        print(f"Saturates between {kept:.1f} and {broken.rate:.1f} requests/s.")
    for sentence in explain(broken) if broken else []:
        print(sentence)


def _row(cells: Sequence[str]) -> str:
    cells = [cell.rjust(width) for cell, width in zip(cells, _WIDTHS, strict=True)]
    return f"| {' | '.join(cells)} |"
