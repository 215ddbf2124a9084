"""A shop of real pictures as its owner meets it: imported, embedded, fitted, asked through the API.

Two labelled sets become folders as `manage.py import_folder` takes them: a real shop's pictures, a
product for each colour of a design (SKU), and photos of clothes, a product for each. Then whatever
the shop does by itself happens, until nothing changes any more, and each product is asked for its
first ten similar items. The shop has been told of categories and of which pictures show one
product; that colours are of one design it has not.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from benchmarks.data.labelled_pictures import LabelledSet, labelled_sets
from benchmarks.environment import embed_all
from benchmarks.report import table
from catalog.models import Category, ImportedPicture
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import WeightsMissingError
from embeddings.spaces.lifecycle import create_space
from embeddings.tasks import tend_spaces
from evaluation.grades.metrics import average_precision_at

RECIPES = ("resnet50+lab_color", "efficientnet_lite0+lab_color")
FIRST, K = 4, 10
# A space is embedded, graded bit by bit, followed by a fitted one, built, measured: in rounds.
_ROUNDS = 10


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one product was answered: the labels of its similar items, and their points."""

    labels: dict[str, str]
    """The asked product's own, by question."""
    results: list[dict[str, str]]
    matches: list[int]
    complete: bool


def run() -> None:
    """Print what is answered before anything has been learnt, and after."""
    folder = os.environ.get("VITRINE_TEST_DATA")
    if not folder:
        print("No labelled pictures: VITRINE_TEST_DATA is unset.")
        return
    for pictures in labelled_sets(Path(folder)):
        rows: list[list[str]] = []
        labels = _import(pictures)
        for recipe in RECIPES:
            rows += _rows(recipe, labels)
        print(f"{pictures.root.name}, {len(labels)} products, asked through the API:\n")
        kind = list(pictures.questions)[-1]
        others = [f"mAP@{K}, {question}" for question in pictures.questions if question != kind]
        table(
            [*("", "space", "own kind of the first four", "strangers of ten"),
             *("match, own kind", "strangers", "empty"), *others],
            rows,
        )  # fmt: skip


def _import(pictures: LabelledSet) -> dict[str, dict[str, str]]:
    """Fill the shop with a set in place of what it holds; slug -> question -> label."""
    for category in Category.objects.order_by("-pk"):
        category.products.all().delete()
        category.delete()
    *_, kinds = pictures.questions.values()
    labels_of = {}
    with tempfile.TemporaryDirectory() as folder:
        for row, (path, kind) in enumerate(zip(pictures.paths, kinds.tolist(), strict=True)):
            place = Path(folder) / kind / Path(path).name
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(pictures.root / path, place)
            labels_of[f"{kind}/{place.name}"] = {
                question: str(known[row]) for question, known in pictures.questions.items()
            }
        call_command("import_folder", folder, quiet=True)
    imported = ImportedPicture.objects.order_by("-pk").values_list("product__slug", "path")
    return {slug: labels_of[path] for slug, path in imported}


def _rows(recipe: str, labels: dict[str, dict[str, str]]) -> Iterator[list[str]]:
    EmbeddingSpace.objects.all().delete()
    try:
        create_space(recipe)
    except WeightsMissingError as error:
        yield [recipe, str(error)]
        return
    embed_all()
    for rounds, name in ((0, "plain"), (_ROUNDS, "")):
        for _ in range(rounds):
            tend_spaces()
            embed_all()
        live = EmbeddingSpace.objects.live()
        yield [recipe, name or (live.name if live else ""), *_describe(_ask_all(labels), labels)]


def _ask_all(labels: dict[str, dict[str, str]]) -> list[Found]:
    client = Client(HTTP_HOST="127.0.0.1")
    found = []
    for slug, own in labels.items():
        address = reverse("api:similar", kwargs={"slug": slug})
        answer = client.get(address, {"limit": K}).json()
        results = [labels[each["product"]["slug"]] for each in answer["results"]]
        matches = [each["match"] for each in answer["results"]]
        found.append(
            Found(labels=own, results=results, matches=matches, complete=answer["complete"])
        )
    return found


def _describe(found: Sequence[Found], labels: dict[str, dict[str, str]]) -> list[str]:
    *finer, kind = next(iter(labels.values()))
    sizes = {
        question: Counter(of[question] for of in labels.values()) for question in (*finer, kind)
    }
    first, matches = [], {True: [0], False: [0]}
    strangers = 0
    for each in found:
        same = [result[kind] == each.labels[kind] for result in each.results]
        strangers += same.count(False)
        if sizes[kind][each.labels[kind]] > FIRST and same:
            first.append(np.mean(same[:FIRST]))
        for is_same, match in zip(same, each.matches, strict=True):
            matches[is_same].append(match)
    empty = sum(not each.results for each in found)
    stand_ins = sum(not each.complete for each in found)
    return [
        f"{np.mean(first):.3f}",
        f"{strangers / len(found):.2f}",
        *(f"{np.median(matches[is_same]):.0f}" for is_same in (True, False)),
        f"{empty}" + (f", {stand_ins} stand-ins" if stand_ins else ""),
        *(f"{_precision(found, question, sizes[question]):.3f}" for question in finer),
    ]


def _precision(found: Sequence[Found], question: str, sizes: Counter[str]) -> float:
    """mAP@10 over the products of which there is another with the same label."""
    asked = [each for each in found if sizes[each.labels[question]] > 1]
    right = np.zeros((len(asked), K), dtype=bool)
    for row, each in zip(right, asked, strict=True):
        same = [result[question] == each.labels[question] for result in each.results]
        row[: len(same)] = same
    total = [sizes[each.labels[question]] - 1 for each in asked]
    return float(average_precision_at(right, total, k=K).mean())
