"""What a catalogue's own products and categories teach, asked about what has not taught.

**Strict**: the products are dealt into three folds. For each fold all is learnt from the pictures
of the other two, and the fold's own pictures ask each other: neither who asks nor what is found
has taught. The differences are those of the same questions, the intervals 95 %, bootstrapped over
products. A fold is a third of the gallery, in which right pictures are found more easily than among
all: so today's default is measured by the same protocol beside it.

**Whole**: the same folds, asking all pictures of the set, as a new product does in a shop; these
figures can be held against those of the other tables.

`reordered` are the first 100 put in order anew, as the shop does. **So many**: the
same with fewer, and with those of the asked category among them first.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.data.labelled_pictures import Floats, LabelledSet, labelled_sets
from benchmarks.report import table
from embeddings.pipeline import Labels
from embeddings.pipeline.recipes.fitted import Teacher, fitted_recipe
from evaluation.grades.metrics import average_precision_at, bootstrap_interval
from recommendations.reranking.expansion import expanded_cosines

K = 10
FOLDS = 3
REORDERED = 100
POOLS = (100, 60, 50, 40, 30)
PLAIN = "resnet50+lab_color"
# What the shop's catalogue and the clothes can teach: the latter have but one picture each.
TEACHERS: tuple[Teacher, Teacher] = ("both", "categories")
SIZES = (75, 150, 300, 500)
SEEDS = 3

Ints = npt.NDArray[np.intp]
Words = npt.NDArray[np.str_]
Values = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class System:
    """One way to answer: a recipe that is fitted on what teaches, then re-ordered or not."""

    name: str
    recipe: str
    reordered: int = 0
    """So many of the nearest pictures are put in order anew."""
    kinds_first: bool = False
    """Whether those of the asked category stand first among them."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """AP@10 of the pictures that asked, and the product of each."""

    values: Values
    products: Words
    folds: Ints


def run() -> None:
    """Print what is gained by teaching, where it was right and where it was wrong."""
    folder = os.environ.get("VITRINE_TEST_DATA")
    if not folder:
        print("No labelled pictures: VITRINE_TEST_DATA is unset.")
        return
    sets = labelled_sets(Path(folder))
    for pictures, teacher in zip(sets, TEACHERS, strict=True):
        for gallery in ("strict", "whole"):
            _print_systems(pictures, teacher, strict=gallery == "strict")
        _print_folds(pictures, teacher)
        _print_pools(pictures, teacher)
    print("Strict, so many pictures teach and all others are asked:\n")
    _print_sizes(sets)
    print(
        "Categories of the products shuffled, or a third of them another one by chance; strict:\n"
    )
    _print_wrong(sets)


def systems_for(teacher: Teacher, pictures: int) -> list[System]:
    """What is held against each other; the first is what all others are compared with."""
    today = fitted_recipe(PLAIN)
    teachers: tuple[Teacher, ...] = ("categories", "products", "both")
    known = teachers if teacher == "both" else teachers[:1]
    learnt = {who: fitted_recipe(PLAIN, teacher=who, pictures=pictures) for who in known}
    return [
        System(name="today: pictures alone (PCA)", recipe=today),
        System(name="nothing learnt", recipe=PLAIN),
        System(name="today, reordered", recipe=today, reordered=REORDERED),
        *(System(name=f"taught by {who}", recipe=recipe) for who, recipe in learnt.items()),
        System(name=f"taught by {teacher}, reordered", recipe=learnt[teacher], reordered=REORDERED),
    ]


def _print_systems(pictures: LabelledSet, teacher: Teacher, *, strict: bool) -> None:
    rows = []
    before: dict[str, Asked] = {}
    for system in systems_for(teacher, len(pictures.paths) * (FOLDS - 1) // FOLDS):
        cells = []
        for question, asked in ask_all(pictures, system, strict=strict).items():
            first = before.setdefault(question, asked)
            lower, upper = bootstrap_interval(asked.values - first.values, clusters=asked.products)
            gain = f" ({lower:+.3f} to {upper:+.3f})" if asked is not first else ""
            cells.append(f"{asked.values.mean():.3f}{gain}")
        rows.append([system.name, *cells])
    print(f"{'Strict' if strict else 'Whole'}, mAP@{K}, difference to the first line:\n")
    table(["", *pictures.questions], rows)


def _print_folds(pictures: LabelledSet, teacher: Teacher) -> None:
    found = systems_for(teacher, len(pictures.paths) * (FOLDS - 1) // FOLDS)
    rows = []
    for system in (found[0], found[-1]):
        asked = ask_all(pictures, system, strict=True)
        cells = [
            " / ".join(f"{of.values[of.folds == fold].mean():.3f}" for fold in range(FOLDS))
            for of in asked.values()
        ]
        rows.append([system.name, *cells])
    print("Strict, each fold:\n")
    table(["", *pictures.questions], rows)


def _print_pools(pictures: LabelledSet, teacher: Teacher) -> None:
    recipe = fitted_recipe(
        PLAIN, teacher=teacher, pictures=len(pictures.paths) * (FOLDS - 1) // FOLDS
    )
    rows = []
    for kinds_first in (False, True):
        for pool in POOLS:
            name = f"the first {pool}{', asked category first' if kinds_first else ''}"
            system = System(name=name, recipe=recipe, reordered=pool, kinds_first=kinds_first)
            cells = [
                f"{asked.values.mean():.3f}"
                for strict in (True, False)
                for asked in ask_all(pictures, system, strict=strict).values()
            ]
            rows.append([name, *cells])
    print("So many reordered:\n")
    names = [f"{name}, {of}" for of in ("strict", "whole") for name in pictures.questions]
    table(["", *names], rows)


def _print_sizes(sets: tuple[LabelledSet, LabelledSet]) -> None:
    rows = []
    for size in SIZES:
        for name in ("nothing learnt", "pictures alone", "taught"):
            cells = []
            for pictures, teacher in zip(sets, TEACHERS, strict=True):
                learnt = fitted_recipe(
                    PLAIN, teacher=teacher if name == "taught" else "pictures", pictures=size
                )
                system = System(name=name, recipe=PLAIN if name == "nothing learnt" else learnt)
                grades = [_ask_few(pictures, system, size, seed) for seed in range(SEEDS)]
                cells += [f"{grade:.3f}" for grade in np.mean(grades, axis=0)]
            rows.append([f"{size} pictures, {name}", *cells])
    table(["", *(question for pictures in sets for question in pictures.questions)], rows)


def _ask_few(pictures: LabelledSet, system: System, size: int, seed: int) -> list[float]:
    """Whole products teach, about so many pictures; the others ask each other."""
    names, product = np.unique(pictures.products, return_inverse=True)
    place = np.random.default_rng(seed).permutation(len(names))[product]
    order = np.argsort(place, kind="stable")
    last = place[order[size - 1]]
    taught, asking = np.flatnonzero(place <= last), np.flatnonzero(place > last)
    vectors = pictures.fitted(system.recipe, taught, labels_of(pictures))
    return [
        float(_ask(vectors, question, pictures, asking, asking, system)[0].mean())
        for question in pictures.questions
    ]


def _print_wrong(sets: tuple[LabelledSet, LabelledSet]) -> None:
    rows = []
    for told, share in (("as they are", 0.0), ("a third wrong", 1 / 3), ("shuffled", 1.0)):
        for who in TEACHERS:
            cells = []
            for pictures, teacher in zip(sets, TEACHERS, strict=True):
                if who == "both" and teacher != "both":
                    cells.append("-")
                    continue
                labels = labels_of(pictures, wrong=share)
                recipe = fitted_recipe(PLAIN, teacher=who, pictures=len(pictures.paths))
                asked = ask_all(pictures, System(name=told, recipe=recipe), labels=labels)
                cells += [f"{of.values.mean():.3f}" for of in asked.values()]
            rows.append([f"categories {told}, taught by {who}", *cells])
    table(["", *(question for pictures in sets for question in pictures.questions)], rows)


def _kinds(pictures: LabelledSet) -> Words:
    return list(pictures.questions.values())[-1]


def labels_of(pictures: LabelledSet, *, wrong: float = 0.0) -> Labels:
    """What the catalogue says; of so many products, a share, the category is drawn by lot."""
    kinds = _kinds(pictures)
    names, first, product = np.unique(pictures.products, return_index=True, return_inverse=True)
    of_product = kinds[first].copy()
    random = np.random.default_rng(0)
    changed = np.flatnonzero(random.random(len(names)) < wrong)
    of_product[changed] = random.permutation(of_product[changed])
    return Labels.number(
        product=product.tolist(), family=product.tolist(), category=of_product[product].tolist()
    )


def ask_all(
    pictures: LabelledSet, system: System, *, strict: bool = True, labels: Labels | None = None
) -> dict[str, Asked]:
    """Each picture asks once, of what the products of other folds have taught; by question."""
    names, product = np.unique(pictures.products, return_inverse=True)
    fold_of = (np.random.default_rng(0).permutation(len(names)) % FOLDS)[product]
    found: dict[str, list[tuple[Values, Ints]]] = {name: [] for name in pictures.questions}
    everything = np.arange(len(fold_of))
    for fold in range(FOLDS):
        taught, asking = (np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold))
        vectors = pictures.fitted(system.recipe, taught, labels or labels_of(pictures))
        gallery = asking if strict else everything
        for question in pictures.questions:
            found[question].append(_ask(vectors, question, pictures, asking, gallery, system))
    return {
        question: Asked(
            values=np.concatenate([values for values, _ in answers]),
            products=pictures.products[np.concatenate([asked for _, asked in answers])],
            folds=fold_of[np.concatenate([asked for _, asked in answers])],
        )
        for question, answers in found.items()
    }


def _ask(
    vectors: Floats,
    question: str,
    pictures: LabelledSet,
    asking: Ints,
    gallery: Ints,
    system: System,
) -> tuple[Values, Ints]:
    """AP@10 of each picture with a right answer in the gallery, and which pictures these are."""
    labels, kinds = pictures.questions[question], _kinds(pictures)
    cosines = vectors[asking] @ vectors[gallery].T
    itself = asking[:, None] == gallery
    cosines[itself] = -np.inf
    total = (labels[gallery] == labels[asking][:, None]).sum(axis=1) - itself.sum(axis=1)
    pool = system.reordered or REORDERED
    nearest = gallery[np.argsort(-cosines, axis=1, kind="stable")[:, :pool]]
    right = []
    for picture, found in zip(asking[total > 0], nearest[total > 0], strict=True):
        first = found[found != picture]
        if system.reordered:
            alike = expanded_cosines(vectors[picture][None], vectors[first])
            first = first[np.argsort(-alike, kind="stable")]
        if system.kinds_first:
            first = first[np.argsort(kinds[first] != kinds[picture], kind="stable")]
        right.append(labels[first[:K]] == labels[picture])
    return average_precision_at(np.array(right), total[total > 0], k=K), asking[total > 0]
