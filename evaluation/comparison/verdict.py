"""Which of two spaces is better for this shop: by how much, and how sure that is, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from evaluation.comparison.differences import METRIC, Difference
from evaluation.grades.table import TITLES


def describe_verdict(
    first: str, second: str, differences: Mapping[str, Difference]
) -> Iterator[str]:
    """A sentence for each measure, and one that says which space is better."""
    wins: dict[str, list[str]] = {first: [], second: []}
    measured = False
    for name, difference in differences.items():
        title = str(TITLES[name])
        if reason := difference.get("not_enough"):
            yield _("%(measure)s: not enough. %(why)s") % {"measure": title, "why": reason}
            continue
        measured = True
        better = _better(first, second, difference)
        if better:
            wins[better].append(title)
        apart, alike = _("%(space)s finds more"), _("they cannot be told apart")
        told = _(
            "%(measure)s: %(verdict)s; %(metric)s of %(second)s less that of %(first)s is "
            "%(mean)+.3f (95 %% interval %(lower)+.3f to %(upper)+.3f), %(products)d products asked"
        )
        yield told % {
            **{"measure": title, "verdict": apart % {"space": better} if better else alike},
            **{"metric": METRIC, "first": first, "second": second},
            **{name: difference[name] for name in ("mean", "lower", "upper", "products")},
        }
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
        return _("For this shop neither is surely better.")
    if len(winners) == 1:
        (name,) = winners
        return _("For this shop %(space)s is better.") % {"space": name}
    better = _("%(space)s is better by %(measures)s")
    parts = [
        better % {"space": name, "measures": _(" and ").join(titles)}
        for name, titles in winners.items()
    ]
    told = _("For this shop %(parts)s: it depends on which you want.")
    return told % {"parts": ", ".join(parts)}
