"""Asking products that have not taught by their own words, and by those of strangers."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
import numpy.typing as npt

from embeddings.pipeline.vectors.block import Block
from embeddings.pipeline.vectors.compose import unit
from embeddings.pipeline.words.encoder import WordEncoder
from embeddings.pipeline.words.examples import FOLDS, Examples
from embeddings.pipeline.words.grade import WordGrade

Floats = npt.NDArray[np.float32]
Values = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

PLACES = 10
_NORMAL_95 = 1.96
_MAX_ASKED = 400  # products of each part; more would make the grade hardly surer
# Products that a grade goes by. A part less teaches five times over, and the time grows with the
# square and more: 10,000 took 11 s of processor time, these take 3.
_MAX_GRADED = 2_500


def choose_word_encoder(
    encoders: Sequence[WordEncoder], examples: Examples, *, blocks: tuple[Block, ...]
) -> tuple[WordGrade, WordEncoder]:
    """The encoder with the best grade, and its grade; raises ValueError as `grade_words` does."""
    graded = [(grade_words(encoder, examples, blocks=blocks), encoder) for encoder in encoders]
    return max(graded, key=lambda pair: pair[0].gain)


def grade_words(
    encoder: WordEncoder, examples: Examples, *, blocks: tuple[Block, ...]
) -> WordGrade:
    """Let all but a part of the products teach, and ask with the words of that part, in turn.

    Variants of a design are held out together. Each question is paired with that of a stranger:
    the words of another product of the same part. Words that mean nothing, because they were
    shuffled, find strangers as well as the right ones. A large catalogue is graded by a sample.
    Raises ValueError when there are too few designs, or nothing is said of them.
    """
    if len(examples) > _MAX_GRADED:
        drawn = np.random.default_rng(0).permutation(len(examples))[:_MAX_GRADED]
        examples = examples.only(np.sort(drawn))
    folds = examples.folds()
    _, group = np.unique(examples.groups, return_inverse=True)
    questions, answers, spread = [], [], []
    for part in range(FOLDS):
        table = encoder.fit(examples.only(np.flatnonzero(folds != part)), blocks=blocks)
        held = np.random.default_rng(part).permutation(np.flatnonzero(folds == part))[:_MAX_ASKED]
        said = unit(table.directions([examples.words[row] for row in held]))
        taught = examples.vectors[folds != part].mean(axis=0)
        scores = said @ (examples.vectors - taught).T
        spread.append(scores.ravel()[:: max(1, scores.size // 20_000)])
        strangers = np.roll(scores, max(1, len(held) // 2), axis=0)
        questions.append(held)
        answers.append(
            [_answer(*each, group) for each in zip(scores, strangers, held, strict=True)]
        )
    own, other, found = np.concatenate(answers).T
    asked = np.concatenate(questions)
    gain, half = _mean_and_half_width(own - other, group[asked])
    median, p99 = np.percentile(np.concatenate(spread), [50, 99])
    return WordGrade(
        products=len(asked),
        recall_at_10=float(found.mean()),
        chance_at_10=min(1.0, PLACES / len(examples)),
        ahead=float(own.mean()),
        stranger=float(other.mean()),
        gain=gain,
        lower=gain - half,
        upper=gain + half,
        median=float(median),
        p99=float(p99),
    )


def _answer(scores: Floats, strangers: Floats, row: int, group: Ints) -> tuple[float, float, float]:
    """The share of other products behind the right one, for its own words and for a stranger's;
    and whether its own words have it among the first."""
    others = group != group[row]
    behind = [
        ((line[others] < line[row]).mean() + (line[others] <= line[row]).mean()) / 2
        for line in (scores, strangers)
    ]
    return behind[0], behind[1], float((scores > scores[row]).sum() < PLACES)


def _mean_and_half_width(values: Values, groups: Ints) -> tuple[float, float]:
    """The mean of the groups' means, and 1.96 standard errors of it."""
    _, member = np.unique(groups, return_inverse=True)
    means = np.bincount(member, values) / np.bincount(member)
    return float(means.mean()), _NORMAL_95 * float(means.std(ddof=1)) / sqrt(len(means))
