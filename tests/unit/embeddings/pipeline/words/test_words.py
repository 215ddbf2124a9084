"""Words learnt on a made-up shop whose looks are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from embeddings.pipeline import Block
from embeddings.pipeline.words import grading, ridge
from embeddings.pipeline.words.direction import block_shares
from embeddings.pipeline.words.encoder import WordEncoder
from embeddings.pipeline.words.examples import FOLDS, Examples
from embeddings.pipeline.words.grading import choose_word_encoder, grade_words
from embeddings.pipeline.words.ridge import RidgeWords, solve_ridge
from embeddings.pipeline.words.table import WordTable
from embeddings.pipeline.words.tfidf import weigh_words, word_rows
from embeddings.pipeline.words.values import find_value_directions

KINDS = ("vase", "rug", "lamp", "mug")
COLOURS = ("red", "green", "blue")
BLOCKS = (
    Block(name="visual", start=0, stop=8, weight=0.6),
    Block(name="colour", start=8, stop=16, weight=0.4),
)


def make_examples(*, seed: int = 0, noise: float = 0.2) -> Examples:
    """96 products: a kind is seen in the first eight numbers, a colour in the others."""
    dice = np.random.default_rng(seed)
    looks = {word: dice.normal(size=8) for word in (*KINDS, *COLOURS)}
    words, rows = [], []
    for number in range(96):
        kind, colour = KINDS[number % 4], COLOURS[number % 3]
        words.append({kind: 1.0, colour: 1.0, f"line{number % 7}": 0.3})
        rows.append(np.concatenate([looks[kind], looks[colour]]) + noise * dice.normal(size=16))
    vectors = np.array(rows, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Examples(
        words=words, vectors=vectors, groups=np.array([f"g{number}" for number in range(96)])
    )


def test_a_word_leads_to_what_it_is_said_of() -> None:
    examples = make_examples()
    table = RidgeWords().fit(examples, blocks=BLOCKS)
    direction = table.direction(["blue", "mug", "unheard"])
    assert direction is not None
    assert np.linalg.norm(direction) == pytest.approx(1, abs=1e-5)
    nearest = np.argsort(-(examples.vectors @ direction))[:8]
    assert all({"blue", "mug"} <= examples.words[row].keys() for row in nearest)


def test_a_word_speaks_of_the_block_in_which_it_is_seen() -> None:
    table = RidgeWords().fit(make_examples(), blocks=BLOCKS)
    for word, block in (("red", "colour"), ("rug", "visual")):
        shares = block_shares(table.direction([word]), BLOCKS)
        assert shares[block] > 0.9
        assert sum(shares.values()) == pytest.approx(1, abs=1e-5)


def test_words_that_nobody_said_lead_nowhere() -> None:
    table = RidgeWords().fit(make_examples(), blocks=BLOCKS)
    assert table.direction(["zorblax"]) is None
    assert table.direction([]) is None


@pytest.mark.parametrize(("products", "words"), [(30, 12), (12, 30)])
def test_primal_and_dual_are_the_same_ridge(products: int, words: int) -> None:
    from scipy.sparse import csr_array

    dice = np.random.default_rng(1)
    rows = csr_array(dice.random((products, words)))
    wanted = dice.normal(size=(products, 5)).astype(np.float32)
    dense = rows.toarray()
    expected = np.linalg.solve(dense.T @ dense + 0.7 * np.eye(words), dense.T @ wanted)
    assert np.allclose(solve_ridge(rows, wanted, penalty=0.7), expected, atol=1e-4)


@pytest.mark.parametrize("noise", [0.05, 1.5, 6.0])
def test_the_penalty_is_the_one_that_predicts_best(noise: float) -> None:
    examples = make_examples(noise=noise)
    rows = word_rows(examples, *weigh_words(examples))
    centred = examples.vectors - examples.vectors.mean(axis=0)
    held = examples.folds() == 0
    missed = {
        penalty: np.square(
            rows[held] @ solve_ridge(rows[~held], centred[~held], penalty=penalty) - centred[held]
        ).sum(axis=0)
        for penalty in ridge.PENALTIES
    }
    best = tuple(
        min(missed, key=lambda penalty: missed[penalty][block.start : block.stop].sum())
        for block in BLOCKS
    )
    assert ridge._choose_penalties(examples, rows, centred, BLOCKS) == best


def test_a_large_catalogue_is_graded_by_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grading, "_MAX_GRADED", 60)
    grade = grade_words(RidgeWords(), make_examples(), blocks=BLOCKS)
    assert grade.products == 60
    assert grade.chance_at_10 == pytest.approx(10 / 60)
    assert grade.is_better_than_chance


def test_rare_words_tell_more_and_a_family_counts_once() -> None:
    examples = make_examples()
    words, telling = weigh_words(examples)
    weight = dict(zip(words, telling, strict=True))
    assert weight["line3"] > weight["vase"] > weight["red"]  # 13, 24 and 32 of 96
    one_family = replace(examples, groups=np.array(["one"] * 95 + ["other"]))
    few, told = weigh_words(one_family)
    assert dict(zip(few, told, strict=True))["red"] == pytest.approx(np.log(3 / 2) + 1)
    lengths = np.sqrt(word_rows(examples, words, telling).power(2).sum(axis=1))
    assert np.allclose(lengths, 1)


def test_true_words_are_accepted_with_their_grade() -> None:
    grade = grade_words(RidgeWords(), make_examples(), blocks=BLOCKS)
    assert grade.is_better_than_chance
    assert grade.ahead > 0.9
    assert grade.recall_at_10 > 5 * grade.chance_at_10
    assert grade.stranger == pytest.approx(0.5, abs=0.1)
    assert grade.lower < grade.gain < grade.upper
    assert grade.median < grade.p99


@pytest.mark.parametrize("seed", range(8))
def test_shuffled_words_are_not(seed: int) -> None:
    examples = make_examples()
    order = np.random.default_rng(seed).permutation(len(examples))
    shuffled = replace(examples, words=[examples.words[row] for row in order])
    assert not grade_words(RidgeWords(), shuffled, blocks=BLOCKS).is_better_than_chance


def test_variants_are_held_out_together() -> None:
    examples = replace(make_examples(), groups=np.array([f"f{n % 12}" for n in range(96)]))
    folds = examples.folds()
    assert set(folds) == set(range(FOLDS))
    assert all(len(set(folds[examples.groups == group])) == 1 for group in set(examples.groups))
    with pytest.raises(ValueError, match="4 designs"):
        replace(examples, groups=np.array([f"f{n % 4}" for n in range(96)])).folds()


class Tower:
    """A network's text tower as an encoder might bring one: it knows the looks beforehand."""

    name = "tower"

    def __init__(self, table: WordTable) -> None:
        self.table = table

    def fit(self, examples: Examples, *, blocks: tuple[Block, ...]) -> WordTable:
        return self.table


def test_the_better_encoder_is_chosen_by_the_same_grade() -> None:
    """A tower that knows what held-out words look like is ahead; one that does not is not."""
    examples = make_examples(noise=1.2)
    clean = RidgeWords().fit(make_examples(noise=0.0), blocks=BLOCKS)
    nonsense = replace(clean, vectors=clean.vectors[::-1])
    encoders: list[WordEncoder] = [RidgeWords(), Tower(clean)]
    assert choose_word_encoder(encoders, examples, blocks=BLOCKS)[1].name == "tower"
    encoders = [RidgeWords(), Tower(nonsense)]
    assert choose_word_encoder(encoders, examples, blocks=BLOCKS)[1].name == "ridge"


def test_values_that_are_seen_have_a_direction_and_others_have_none() -> None:
    examples = make_examples()
    kinds = [next(word for word in said if word in KINDS) for said in examples.words]
    values = [
        {("colour", COLOURS[number % 3]), ("size", str(number % 5)), ("code", str(number))}
        for number in range(96)
    ]
    found = list(find_value_directions(examples.vectors, categories=kinds, values=values))
    assert {(each.name, each.value) for each in found} == {("colour", word) for word in COLOURS}
    assert all(each.products == 32 for each in found)
    assert block_shares(found[0].vector / np.linalg.norm(found[0].vector), BLOCKS)["colour"] > 0.9


def test_chance_alone_hardly_ever_gives_a_value_a_direction() -> None:
    examples = make_examples()
    dice = np.random.default_rng(5)
    values = [{(f"a{name}", str(dice.integers(3))) for name in range(40)} for _ in range(96)]
    found = list(find_value_directions(examples.vectors, categories=["all"] * 96, values=values))
    assert len(found) <= 3  # of 120


def test_a_table_is_known_by_its_numbers() -> None:
    table = RidgeWords().fit(make_examples(), blocks=BLOCKS)
    again = RidgeWords().fit(make_examples(), blocks=BLOCKS)
    assert table.sha256 == again.sha256
    assert table.sha256 != replace(table, vectors=table.vectors * 2).sha256
