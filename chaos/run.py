"""One fault after the other on one shop: play, mend, wait until it has settled, look, tell."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.report import table
from chaos.fault import CannotPlayError, Fault, NotSurvivedError
from chaos.oracle import Oracle
from chaos.shop import Shop


@dataclass(frozen=True)
class Outcome:
    """What became of the shop under one fault."""

    fault: Fault
    uploads: int = 0
    """Acknowledged meanwhile."""
    settled: float | None = None
    """Seconds from the mended fault to nothing that waits."""
    verdict: str = "survived"
    detail: str = ""


def play_all(faults: Sequence[Fault], *, patience: float) -> bool:
    """Play faults, print a table of them; was each one survived that could be played?"""
    begun = time.monotonic()
    with Shop(patience=patience) as shop:
        oracle = Oracle(shop)
        outcomes = [_play(each, shop, oracle) for each in faults]
    print()
    table(
        ["id", "fault", "uploads", "settled in s", "verdict", "detail"],
        [
            [each.fault.id, each.fault.title, each.uploads]
            + ["" if each.settled is None else f"{each.settled:.1f}", each.verdict, each.detail]
            for each in outcomes
        ],
    )
    failed = [each.fault.id for each in outcomes if each.verdict == "NOT SURVIVED"]
    minutes = (time.monotonic() - begun) / 60
    print(f"{len(outcomes)} faults, {shop.ledger.count} uploads acknowledged, {minutes:.1f} min.")
    print(f"Not survived: {', '.join(failed)}." if failed else "Nothing was lost or doubled.")
    return not failed


def _play(fault: Fault, shop: Shop, oracle: Oracle) -> Outcome:
    print(f"\n{fault.id}: {fault.title}", flush=True)
    before = shop.ledger.count
    settled = None
    try:
        try:
            detail = fault.play(shop)
        finally:
            shop.mend()
        settled = shop.settle()
        complaints = oracle.complaints()
        detail = "; ".join([*complaints, *filter(None, [detail, oracle.remark])])
        verdict = "NOT SURVIVED" if complaints else "survived"
    except CannotPlayError as error:
        verdict, detail = "skipped", str(error)
    except NotSurvivedError as error:
        verdict, detail = "NOT SURVIVED", str(error)
    # Whatever it was: the other faults are played, and the table is printed.
    except Exception as error:  # noqa: BLE001
        verdict, detail = "NOT SURVIVED", repr(error)
    if verdict == "NOT SURVIVED":
        shop.keep_logs(fault.id)
    shop.say(f"{verdict} {detail}".rstrip())
    return Outcome(fault, shop.ledger.count - before, settled, verdict, detail)
