"""Whether words find what they mean, and turn a picture into the same thing in another colour.

Protocol. The shop is `magento-luma`: 713 pictures of 183 products (SKU) in 458 variants (SKU and
colour). Its texts are those of catalog.csv: name, category, description and colours; a variant's
colour is its own. Whole SKUs are held out: five parts, each in turn. The space's projections and
the words are learnt from the pictures and texts of the other four parts alone; then

- words alone: each held-out SKU is asked for with its own words, counted as they are where words
  are learnt (those of the description less), and has to be among the first ten of all 713 pictures.
  `short` leaves the description out.
- picture and colour: each main picture of a held-out SKU asks for each other colour in which there
  is a main picture of that SKU; the first of the other 457 main pictures has to be the same SKU in
  the wanted colour. `ten of all` asks the same of the first ten of all other 712 pictures.

Words are read as the shop reads them (PostgreSQL's stems), and counted as it counts them; the
figures are means over questions with 95 % bootstrap intervals over SKUs.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.data.labelled_shop import PLAIN, Article, Floats, LabelledShop
from benchmarks.report import table
from catalog.search.lexemes import lexemes_of
from catalog.search.product_words import weigh_said
from embeddings.pipeline import Block, blocks_of, compose, fit_recipe
from embeddings.pipeline.recipes.fitted import fitted_recipe
from embeddings.pipeline.words.direction import unit_or_none
from embeddings.pipeline.words.examples import FOLDS, Examples
from embeddings.pipeline.words.grading import grade_words
from embeddings.pipeline.words.ridge import RidgeWords
from embeddings.pipeline.words.table import WordTable
from embeddings.pipeline.words.values import find_value_directions
from evaluation.grades.metrics import bootstrap_interval
from recommendations.conf import conf

TEN = 10
SHUFFLES = 20
RECIPES = {
    "fitted on pictures": fitted_recipe(PLAIN),
    "learnt within products and categories": fitted_recipe(PLAIN, teacher="both"),
}

Ints = npt.NDArray[np.intp]
Answers = list[tuple[bool, str]]
"""Whether it was right, and which SKU was asked for."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Taught:
    """What was learnt without one part of the SKUs."""

    vectors: Floats
    """(713, D) of all pictures."""
    blocks: tuple[Block, ...]
    examples: Examples
    """The variants that taught."""
    radius: float
    table: WordTable
    values: dict[str, Floats]
    """A colour's own direction."""


def run() -> None:
    """Print how often words find what they mean on products that have not taught."""
    folder = os.environ.get("VITRINE_TEST_DATA")
    if not folder:
        print("No labelled pictures: VITRINE_TEST_DATA is unset.")
        return
    measure(LabelledShop(Path(folder) / "magento-luma"))


def measure(shop: LabelledShop) -> None:
    """Print the tables about words."""
    rows, grades = [], []
    for name, recipe in RECIPES.items():
        parts = [(held, _teach(shop, recipe, held)) for held in _held_out(shop)]
        rows += [[name, question, *map(_said, found)] for question, found in (
            ("words alone, ten of all", (_ask_words(shop, parts, description=True),)),
            ("short words alone, ten of all", (_ask_words(shop, parts, description=False),)),
        )]  # fmt: skip
        for question, first in (("first of main", True), ("ten of all", False)):
            for asked, shift in (
                ("picture alone", None),
                ("picture and colour word", _by_word),
                ("picture, but=colour", _by_value),
            ):
                found = _ask_colours(shop, parts, shift, first=first)
                rows.append([name, f"{asked}, {question}", _said(found)])
        grades += [[name, *row] for row in _grade_rows(shop, parts[0][1])]
    print(f"Chance for words alone: {_chance(shop):.3f}. Right, with 95 % interval:\n")
    table(["space", "question", "right"], rows)
    print("Grade before use (a share of the catalogue; to be accepted: above 0.05 for sure):\n")
    table(["space", "words", "gain over a stranger's words", "accepted"], grades)


def _held_out(shop: LabelledShop) -> Iterator[npt.NDArray[np.bool_]]:
    skus = np.unique(shop.skus)
    part = dict(zip(np.random.default_rng(0).permutation(skus), np.arange(len(skus)) % FOLDS,
                    strict=True))  # fmt: skip
    of = np.array([part[sku] for sku in shop.skus])
    for number in range(FOLDS):
        yield of == number


def _teach(shop: LabelledShop, recipe: str, held: npt.NDArray[np.bool_]) -> Taught:
    components, projections = fit_recipe(
        recipe, shop.features[~held], sha256_of=shop.sha256_of, labels=shop.labels.only(~held)
    )
    vectors = compose(shop.features, components, projections=projections)
    blocks = blocks_of(components)
    variants = np.unique(shop.variants[~held])
    first = [int(np.flatnonzero(shop.variants == variant)[0]) for variant in variants]
    examples = Examples(
        words=[_words_of(shop.articles[shop.skus[row]], (shop.colours[row],)) for row in first],
        vectors=np.stack([vectors[shop.variants == variant].mean(axis=0) for variant in variants]),
        groups=shop.skus[first],
    )
    found = RidgeWords().fit(examples, blocks=blocks)
    values = find_value_directions(
        examples.vectors,
        categories=[shop.articles[shop.skus[row]].category for row in first],
        values=[{("colour", shop.colours[row])} - {("colour", "")} for row in first],
    )
    spread = examples.vectors - examples.vectors.mean(axis=0)
    return Taught(
        vectors=vectors,
        blocks=blocks,
        examples=examples,
        radius=float(np.sqrt(np.square(spread).sum(axis=1).mean())),
        table=found,
        values={value.value: value.vector for value in values},
    )


@cache
def _words_of(
    article: Article, colours: tuple[str, ...], *, description: bool = True
) -> dict[str, float]:
    main, more = lexemes_of(
        [
            f"{article.name} {article.category} {' '.join(colours)}",
            article.description if description else "",
        ]
    )
    return weigh_said(main, more)


def _ask_words(
    shop: LabelledShop, parts: list[tuple[npt.NDArray[np.bool_], Taught]], *, description: bool
) -> Answers:
    answers = []
    for held, taught in parts:
        for sku in np.unique(shop.skus[held]):
            article = shop.articles[sku]
            words = _words_of(article, article.colours, description=description)
            (direction,) = taught.table.directions([words])
            nearest = np.argsort(-(taught.vectors @ direction), kind="stable")[:TEN]
            answers.append((bool((shop.skus[nearest] == sku).any()), str(sku)))
    return answers


def _ask_colours(
    shop: LabelledShop,
    parts: list[tuple[npt.NDArray[np.bool_], Taught]],
    shift: Callable[[Taught, str], Floats | None] | None,
    *,
    first: bool,
) -> Answers:
    answers = []
    for held, taught in parts:
        for asked in np.flatnonzero(held & shop.main):
            gallery = shop.main.copy() if first else np.ones(len(shop.main), dtype=bool)
            gallery[asked] = False
            rows = np.flatnonzero(gallery)
            same = shop.main & (shop.skus == shop.skus[asked])
            for wanted in sorted(set(shop.variants[same]) - {shop.variants[asked]}):
                colour = str(shop.colours[shop.variants == wanted][0])
                query = taught.vectors[asked]
                if colour and shift and (direction := shift(taught, colour)) is not None:
                    query = query + conf.WORDS_SHARE * taught.radius * direction
                order = np.argsort(-(taught.vectors[rows] @ query), kind="stable")
                nearest = rows[order[: 1 if first else TEN]]
                answers.append(
                    (bool((shop.variants[nearest] == wanted).any()), str(shop.skus[asked]))
                )
    return answers


def _by_word(taught: Taught, colour: str) -> Floats | None:
    (lexemes,) = _lexemes(colour)
    return taught.table.direction(lexemes)


@cache
def _lexemes(text: str) -> list[list[str]]:
    return lexemes_of([text])


def _by_value(taught: Taught, colour: str) -> Floats | None:
    # A value that pictures do not show is refused in the shop; here it counts as the picture alone.
    found = taught.values.get(colour)
    return None if found is None else unit_or_none(found)


def _grade_rows(shop: LabelledShop, taught: Taught) -> Iterator[list[str]]:
    examples = taught.examples
    for name, shuffles in (("the shop's own", 0), (f"shuffled, {SHUFFLES} times", SHUFFLES)):
        grades = []
        for seed in range(max(1, shuffles)):
            order = np.arange(len(examples))
            if shuffles:
                order = np.random.default_rng(seed).permutation(order)
            said = Examples(
                words=[examples.words[row] for row in order.tolist()],
                vectors=examples.vectors,
                groups=examples.groups,
            )
            grades.append(grade_words(RidgeWords(), said, blocks=taught.blocks))
        best = max(grades, key=lambda grade: grade.lower)
        yield [
            name,
            f"{best.gain:.3f} ({best.lower:.3f} to {best.upper:.3f})"
            + (", the best of them" if shuffles else ""),
            f"{sum(grade.is_better_than_chance for grade in grades)} of {len(grades)}",
        ]


def _chance(shop: LabelledShop) -> float:
    """How often ten pictures drawn by lot hold one of the SKU that is asked for."""
    total = len(shop.skus)
    _, pictures = np.unique(shop.skus, return_counts=True)
    drawn = np.arange(TEN)
    missed = [np.prod((total - some - drawn) / (total - drawn)) for some in pictures]
    return float(1 - np.mean(missed))


def _said(answers: Answers) -> str:
    right = [float(answer) for answer, _ in answers]
    lower, upper = bootstrap_interval(right, clusters=[sku for _, sku in answers])
    return f"{np.mean(right):.3f} ({lower:.3f} to {upper:.3f})"
