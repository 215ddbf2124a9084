"""Why a product stands where it stands, or does not, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from recommendations.candidate import CATEGORY_NEWEST, RELAXED, Candidate
from recommendations.inspection.left_out import Cause, LeftOut
from recommendations.inspection.trace import Stage
from recommendations.inspection.way import Step


def why_there(candidate: Candidate, steps: list[Step]) -> Iterator[str]:
    """What placed it, the most telling first; likeness itself is said by the numbers."""
    for reason in candidate.reasons:
        if reason == CATEGORY_NEWEST:
            yield _("Among the newest of the category: nothing can be compared yet.")
        elif reason.startswith(f"{RELAXED}:"):
            yield _("Added once a filter was given up: %(name)s") % {
                "name": reason[len(RELAXED) + 1 :]
            }
    if candidate.same_kind is False:
        yield _("Of another kind than what is asked.")
    elif candidate.raised_by:
        yield _("Its category counts like %(worth).3f of cosine.") % {"worth": candidate.raised_by}
    for step in steps:
        if sentence := _step(step):
            yield sentence


def _step(step: Step) -> str:
    if step.stage == Stage.NEAREST:
        return _("The search found it at place %(after)d.") % {"after": step.after}
    words = {
        Stage.KINDS: _("Its neighbours and its kind moved it from %(before)s to %(after)d."),
        Stage.SIMILAR: _("What matches too little left: from %(before)s to %(after)d."),
        Stage.VARIED: _("Diversity moved it from %(before)s to %(after)d."),
        Stage.RULES: _("Rules moved it from %(before)s to %(after)d."),
        Stage.FILLED: _("It filled the page: at %(after)d."),
    }
    before = "–" if step.before is None else step.before
    return words[step.stage] % {"before": before, "after": step.after}


def why_not(left_out: LeftOut, instead: str) -> str:
    """What took it out. instead: the name of the product that has its family's place."""
    match left_out.cause:
        case Cause.FAMILY:
            return _("Its family stands there already: %(name)s") % {"name": instead}
        case Cause.FLOOR:
            numbers = {"match": left_out.match or 0, "needed": left_out.needed or 0}
            if left_out.other_kind:
                words = _("Of another kind, and matches too little: %(match)d of %(needed)d.")
                return words % numbers
            return _("Matches too little: %(match)d, and %(needed)d is needed.") % numbers
        case Cause.SOLD_OUT:
            return _("Sold out.")
        case Cause.DRAFT:
            return _("Not published.")
        case Cause.RULE:
            return _REMOVED.get(left_out.why, lambda: left_out.why)()


_REMOVED = {
    "hidden": lambda: _("Hidden by a rule."),
    "another variant is pinned": lambda: _("Pinned, but another variant of it is pinned as well."),
    "sold out, or outside of the filters": lambda: _("Pinned, but sold out."),
    "outside of the filters": lambda: _("Pinned, but outside of the filters."),
}
