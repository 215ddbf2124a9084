"""What kept a shop from answering more, as far as one can tell from outside."""

from __future__ import annotations

from collections import Counter

from benchmarks.saturation.client import FAILED
from benchmarks.saturation.step import Step

_BUSY = 0.85
_SETTINGS = {
    "photo search": "VITRINE_PHOTOS_PER_MINUTE",
    "similar API": "VITRINE_API_REQUESTS_PER_MINUTE",
}


def explain(step: Step) -> list[str]:
    """Sentences about a step that broke the promise, the likeliest reason first."""
    said = []
    allowed = (1 - step.promised) * len(step.answers)
    errors = step.errors
    if errors[429] > allowed:
        said.append(_rate_limited(step))
    if errors[503] > allowed:
        said.append(
            f"The shop refused with 503: {_by_kind(step, status=503)}. Threads, places for photos"
            " (VITRINE_PHOTOS_AT_ONCE) or the database were taken."
        )
    if errors[FAILED] > allowed:
        said.append(f"{errors[FAILED]} requests were not answered at all, or not within 10 s.")
    for status in errors.keys() - {429, 503, FAILED}:
        if errors[status] > allowed:
            said.append(f"The shop answered {status}: {_by_kind(step, status=status)}.")
    if not said:
        late = Counter(each.kind for each in step.answers if not each.is_good)
        what = ", ".join(f"{kind} {count}" for kind, count in late.most_common())
        said.append(f"Answers came late: {what or 'all that was not even sent'}.")
    if step.own_busy > _BUSY:
        said.append("This program itself was at its limit: ask from several machines.")
    elif step.machine_busy is not None and step.machine_busy > _BUSY:
        said.append(f"This machine's processors were {step.machine_busy:.0%} busy.")
    elif step.machine_busy is not None:
        said.append(
            f"This machine's processors were only {step.machine_busy:.0%} busy: look at threads,"
            " locks and other servers."
        )
    return said


def _rate_limited(step: Step) -> str:
    limits = {each.kind: each.limit for each in step.answers if each.status == 429}
    named = ", ".join(
        f"{kind} ({limit or 'no limit told'}; {_SETTINGS.get(kind, 'a proxy in front')})"
        for kind, limit in limits.items()
    )
    return (
        f"The shop's rate limits refused {step.errors[429]} requests (429): {named}. They are for"
        " one visitor; to see what the shop can do, set VITRINE_RATE_LIMITS=off while you measure."
    )


def _by_kind(step: Step, *, status: int) -> str:
    kinds = Counter(each.kind for each in step.answers if each.status == status)
    return ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
