"""What is near and does not stand in an answer, and what took it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.models import Product
from recommendations.candidate import Answer
from recommendations.inspection.not_eligible import near_drafts, near_sold_out
from recommendations.inspection.trace import Stage, Trace
from recommendations.request.question import Question

MOST = 12
_VARIANTS = 50


class Cause(StrEnum):
    """What took a product out."""

    RULE = "rule"
    FAMILY = "family"
    """Another variant of its family has the place."""
    FLOOR = "floor"
    """It matches too little."""
    SOLD_OUT = "sold out"
    DRAFT = "draft"


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A product that is not there."""

    product_id: int
    cause: Cause
    score: float | None = None
    """Its cosine, where it was compared."""
    match: int | None = None
    needed: int | None = None
    """The floor that it is below."""
    other_kind: bool = False
    """Whether that is the floor of other kinds than the asked one."""
    instead: int | None = None
    """The product that has the place of its family."""
    rule_id: int | None = None
    why: str = ""
    """What the account of the rules says."""


def find_left_out(answer: Answer, trace: Trace, *, leave_out: Sequence[int]) -> list[LeftOut]:
    """What rules took out, then the nearest of all else, each for the first cause; few in all."""
    question = trace.question
    if question is None:
        return []
    told: dict[int, LeftOut] = {}
    for each in (
        *_by_rules(answer),
        *_by_family(answer, leave_out=leave_out),
        *_by_floor(answer, trace, question),
        *_not_eligible(answer, question),
    ):
        told.setdefault(each.product_id, each)
    return sorted(told.values(), key=_place)[:MOST]


def _place(each: LeftOut) -> tuple[bool, float]:
    return each.cause != Cause.RULE, -(each.score or 0.0)


def _by_rules(answer: Answer) -> Iterator[LeftOut]:
    for each in answer.removed or ():
        yield LeftOut(
            product_id=each.product_id, cause=Cause.RULE, rule_id=each.rule_id, why=each.why
        )


def _by_family(answer: Answer, *, leave_out: Sequence[int]) -> Iterator[LeftOut]:
    """Variants of what is shown: an index brings one of each family."""
    shown = {each.family: each for each in answer.results if each.family}
    variants = Product.objects.published().filter(family__in=shown)
    variants = variants.exclude(pk__in=[*leave_out, *(each.product_id for each in answer.results)])
    for pk, family in variants.order_by("pk").values_list("pk", "family")[:_VARIANTS]:
        first = shown[family]
        yield LeftOut(
            product_id=pk, cause=Cause.FAMILY, instead=first.product_id, score=first.score
        )


def _by_floor(answer: Answer, trace: Trace, question: Question) -> Iterator[LeftOut]:
    """What matches less than its kind needs, and was neither pinned nor brought otherwise."""
    similar = {each.product_id for each in trace.stages[Stage.SIMILAR]}
    similar |= {each.product_id for each in answer.results}
    floors = question.floors
    for each in trace.stages[Stage.KINDS]:
        if each.product_id not in similar:
            other_kind = each.same_kind is False
            yield LeftOut(
                product_id=each.product_id,
                cause=Cause.FLOOR,
                score=each.score,
                match=each.calibrated_score,
                needed=floors.other_kinds if other_kind else floors.own_kind,
                other_kind=other_kind,
            )


def _not_eligible(answer: Answer, question: Question) -> Iterator[LeftOut]:
    """Drafts, and what is sold out, that are nearer than the last that is shown."""
    scores = [each.score for each in answer.results if each.score is not None]
    full = len(answer.results) >= question.options.limit
    least = min(scores) if scores and full else -1.0
    for cause, near in ((Cause.SOLD_OUT, near_sold_out), (Cause.DRAFT, near_drafts)):
        for product_id, score in near(question).items():
            if score >= least:
                yield LeftOut(product_id=product_id, cause=cause, score=score)
