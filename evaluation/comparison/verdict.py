"""Which of two spaces is better for this shop: by how much, and how sure that is, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluation.comparison.differences import METRIC, Difference
from evaluation.grades.table import TITLES


def describe_verdict(
    first: str, second: str, differences: Mapping[str, Difference]
) -> Iterator[str]:
    """A sentence for each measure, and one that says which space is better."""
    wins: dict[str, list[str]] = {first: [], second: []}
    measured = False
    for name, difference in differences.items():
        title = TITLES[name]
        if reason := difference.get("not_enough"):
            yield f"{title}: not enough. {reason}"
            continue
        measured = True
        better = _better(first, second, difference)
        if better:
            wins[better].append(title)
        verdict = f"{better} finds more" if better else "they cannot be told apart"
        yield (
            f"{title}: {verdict}; {METRIC} of {second} less that of {first} is "
            f"{difference['mean']:+.3f} (95 % interval {difference['lower']:+.3f} to "
            f"{difference['upper']:+.3f}), {difference['products']} products asked"
        )
    if measured:
        yield _sum_up(wins)


def _better(first: str, second: str, difference: Difference) -> str:
    """Which space the whole interval speaks for; neither if 0 is in it."""
    if difference["lower"] > 0:
        return second
    return first if difference["upper"] < 0 else ""


def _sum_up(wins: Mapping[str, list[str]]) -> str:
    winners = {name: titles for name, titles in wins.items() if titles}
    if not winners:
        return "For this shop neither is surely better."
    if len(winners) == 1:
        (name,) = winners
        return f"For this shop {name} is better."
    parts = [f"{name} is better by {' and '.join(titles)}" for name, titles in winners.items()]
    return f"For this shop {', '.join(parts)}: it depends on which you want."
