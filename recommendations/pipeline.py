"""From a question to an answer, stage by stage.

    retrieve -> reorder -> kinds -> calibrate -> diversify -> merchandise -> relax -> hydrate

Each stage takes candidates and gives candidates, and knows no other stage; what was done to a
candidate stands on it. Stages have a folder each: retrieval, reranking, merchandising, hydration.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import partial

from catalog.categories.kin import read_kin
from catalog.families import one_per_family
from embeddings.spaces.snapshot import SearchedSpace
from recommendations.candidate import CATEGORY_NEWEST, Answer, Candidate
from recommendations.hydration import hydrate, page_of
from recommendations.merchandising.merchandise import merchandise, removed_by
from recommendations.merchandising.rules import Rules
from recommendations.request.heard import Heard
from recommendations.request.hearing import hear
from recommendations.request.kinds import KindWish, ReadKin
from recommendations.request.query import Query
from recommendations.request.question import Question, SearchOptions, make_question
from recommendations.reranking.calibrate import calibrate
from recommendations.reranking.diversify import diversify
from recommendations.reranking.floors import leave_out_strangers, others_beside
from recommendations.reranking.kinds import kinds_first
from recommendations.reranking.reorder import reorder
from recommendations.retrieval.newest import NewestProducts
from recommendations.retrieval.own_kind import own_kind_is_left
from recommendations.retrieval.relax import filters_given_up, relax
from recommendations.retrieval.retrieve import retrieve, retrieve_named
from recommendations.retrieval.wished_kinds import narrow_to_kinds

Watch = Callable[[str, Question, list[Candidate]], None]
"""Is shown each stage's name, the question, and the candidates after it (inspection/trace.py)."""


def answer_query(
    query: Query,
    *,
    options: SearchOptions,
    rules: Rules,
    leave_out: Collection[int] = (),
    floor: int | None = None,
    categories: Sequence[int] = (),
    heard: Heard | None = None,
    watch: Watch | None = None,
    read_kin: ReadKin = read_kin,
    hydrated: bool = True,
    started: float,
) -> Answer:
    """Answer with what is nearest to a query; raises BlockWeightsInvalidError, WordsRefusedError.

    `floor` takes the place of the shop's own: conf.MIN_MATCH, or what its space was graded by.
    `categories` are those of the things that are asked with; a photo has none. What is wished for
    in words is added to the query, unless it is `heard` there already. Whoever wants to
    `watch` is shown what each stage made. Who answers many questions reads kin for all of them, and
    cards once there is an answer to each: the results are not `hydrated` then.
    """
    if options.wish and heard is None:
        heard = hear(options.wish, query.space)
        query = heard.beside(query)
    if heard is not None:
        floor = 0  # who says what it shall be like asks for the nearest, whatever there is
        if options.wish.words and options.kind == KindWish.ANY:
            categories = ()  # words may name another kind; the nearest say which
    question = make_question(
        query,
        options,
        leave_out=(*leave_out, *rules.hidden_ids),
        spare=rules.spare,
        floor=floor,
        categories=categories,
        read_kin=read_kin,
    )
    question = narrow_to_kinds(question)
    found = _find(question, watch)
    candidates = _without_strangers(found, question)
    _show(watch, "similar", question, candidates)
    candidates = diversify(candidates, question)
    _show(watch, "varied", question, candidates)
    candidates = merchandise(
        candidates,
        rules,
        bring=partial(_find_named, question),
        leave_out=partial(leave_out_strangers, question=question),
    )
    _show(watch, "rules", question, candidates)
    candidates = relax(candidates, question, find=_find_similar)
    _show(watch, "filled", question, candidates)
    bare = page_of(candidates, options)
    return Answer(
        results=hydrate(candidates, options, query=question.query) if hydrated else bare,
        other_kinds=_other_kinds(found, question),
        counted=tuple(each.product_id for each in candidates[: options.counted]),
        space=query.space,
        relaxed=filters_given_up(candidates, question),
        partial=query.gaps.met,
        words=heard.told if heard else None,
        removed=removed_by(rules, candidates, wanted=options.wanted) if options.explain else None,
        took_ms=_milliseconds_since(started),
    )


def _find(question: Question, watch: Watch | None = None) -> list[Candidate]:
    """All that is near, with its points, in the order in which it is similar."""
    nearest = retrieve(question)
    _show(watch, "nearest", question, nearest)
    candidates = reorder(nearest, question)
    candidates = kinds_first(candidates, question)
    candidates = calibrate(candidates, question.query, floor=0)
    _show(watch, "kinds", question, candidates)
    return candidates


def _show(watch: Watch | None, stage: str, question: Question, candidates: list[Candidate]) -> None:
    if watch is not None:
        watch(stage, question, candidates)


def _find_similar(question: Question) -> list[Candidate]:
    return _without_strangers(_find(question), question)


def _without_strangers(found: list[Candidate], question: Question) -> list[Candidate]:
    """What is of another kind gives way to what is of the asked one, however far that lies."""
    candidates = leave_out_strangers(found, question)
    told_apart = question.floors.by_kind and any(each.same_kind is not None for each in found)
    falls_short = len(candidates) < question.needed and len(found) == question.pool
    if told_apart and falls_short and own_kind_is_left(question, found):
        further = kinds_first(retrieve(question.of_own_kind), question)
        further = calibrate(further, question.query, floor=0)
        further = leave_out_strangers(further, question)
        candidates += one_per_family(further, without=candidates)
    return candidates


def _other_kinds(found: list[Candidate], question: Question) -> list[Candidate]:
    """The first of other kinds, to stand beside the answer; none where none was asked for."""
    wanted = question.options.other_kinds
    others = others_beside(found, question)[:wanted]
    beside = replace(question.options, limit=wanted, offset=0)
    return hydrate(others, beside, query=question.query) if others else []


def _find_named(question: Question, product_ids: list[int]) -> list[Candidate]:
    named = retrieve_named(question, product_ids)
    if question.kinds is not None:  # those of a photo were voted for by what was found
        named = kinds_first(named, question)
    return calibrate(named, question.query, floor=question.options.min_match or 0)


def answer_newest(
    category_id: int,
    *,
    space: SearchedSpace | None,
    options: SearchOptions,
    rules: Rules,
    leave_out: Collection[int],
    hydrated: bool = True,
    started: float,
) -> Answer:
    """A category's newest stand in for what cannot be compared yet."""
    newest = NewestProducts(
        category_id=category_id, options=options, leave_out=(*leave_out, *rules.hidden_ids)
    )
    candidates = newest.retrieve(options.wanted + rules.spare)
    # Older products that a rule raises are read as well, so that they stand in front on the first
    # page already.
    candidates += newest.retrieve_named(rules.missing_from(candidates))
    candidates = merchandise(candidates, rules, bring=newest.retrieve_from_elsewhere)
    return Answer(
        results=hydrate(candidates, options) if hydrated else page_of(candidates, options),
        space=space,
        fallback=CATEGORY_NEWEST,
        removed=removed_by(rules, candidates, wanted=options.wanted) if options.explain else None,
        took_ms=_milliseconds_since(started),
    )


def _milliseconds_since(started: float) -> float:
    return (time.perf_counter() - started) * 1000
