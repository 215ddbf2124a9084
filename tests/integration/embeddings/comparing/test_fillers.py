"""Pictures of unrelated products stop to be compared, and begin again, with nothing lost."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from catalog.images.saving import add_picture, set_picture
from catalog.images.validation import validate_picture
from catalog.models import Compare, Product, ProductImage, SetAside
from embeddings.comparing import fillers
from embeddings.comparing.counts import count_not_compared
from embeddings.comparing.decisions import decide_fillers
from embeddings.comparing.fillers import tend_fillers
from embeddings.models import ImageEmbedding
from embeddings.spaces.creation import create_space
from embeddings.spaces.measured.counts import read_space_counts
from embeddings.spaces.measured.progress import is_built
from recommendations.request.question import SearchOptions
from recommendations.similar import similar_products
from tests.factories import CategoryFactory
from tests.pictures import draw, encode

SHAPES = ("ellipse", "rectangle")
COLOURS = ("red", "green", "blue", "orange", "purple", "teal", "brown", "pink")


def chart(*, side: int = 400, quality: int = 92) -> bytes:
    """A size chart: rows and columns of marks."""
    image = Image.new("RGB", (400, 300), "white")
    pen = ImageDraw.Draw(image)
    for row in range(8):
        pen.line((20, 30 + 30 * row, 380, 30 + 30 * row), fill="black", width=2)
        for column in range(6):
            pen.text((30 + 60 * column, 38 + 30 * row), f"{row * 7 + column * 13}", fill="black")
    return encode(image.resize((side, side * 3 // 4)), quality=quality)


@pytest.fixture
def add() -> Callable[..., ProductImage]:
    """Give a product a picture from the bytes of a file."""
    return lambda product, data: add_picture(product, validate_picture(data))


@pytest.fixture
def strangers(plain_space, make_product) -> list[Product]:
    """Eight products of eight categories, each with a picture of its own."""
    return [
        make_product(colour, shape=SHAPES[n % 2], category=CategoryFactory.create(slug=f"kind-{n}"))
        for n, colour in enumerate(COLOURS)
    ]


def states(image: ProductImage) -> list[str]:
    return list(image.embeddings.order_by("space").values_list("state", flat=True))


def test_the_same_chart_in_eight_categories_decides_nothing(
    strangers, make_product, add, embed
) -> None:
    vase = strangers[0]
    alike = make_product("red", "crimson", category=vase.category)
    charts = [add(product, chart()) for product in strangers]
    embed()
    wanted = SearchOptions(min_match=0)
    assert similar_products(vase, wanted).results[0].product_id != alike.pk  # strangers first

    tend_fillers()

    assert all(states(each) == ["ignored"] for each in charts)
    assert count_not_compared() == {"blank": 0, "filler": 8, "staff": 0}
    found = similar_products(vase, wanted)
    assert found.results[0].product_id == alike.pk
    assert all(each.score < 0.98 for each in found.results[1:])
    (counts,) = read_space_counts()
    assert (counts.ready, counts.pending, counts.failed, counts.ignored) == (10, 0, 0, 8)


def test_nearly_the_same_files_are_found_and_later_ones_join(strangers, add, embed) -> None:
    charts = [
        add(product, chart(side=400 + 40 * n, quality=60 + 5 * n))
        for n, product in enumerate(strangers[:4])
    ]
    assert len({each.sha256 for each in charts}) == 4
    embed()
    tend_fillers()
    assert [states(each) for each in charts] == [["ignored"]] * 4

    late = add(strangers[7], chart(side=500, quality=70))
    embed()
    tend_fillers()
    assert states(late) == ["ignored"]
    assert (
        ProductImage.objects.filter(set_aside="filler").values("set_aside_group").distinct().count()
        == 1
    )


def test_what_is_let_in_again_stays_so_for_those_that_join(strangers, add, embed) -> None:
    charts = [add(product, chart()) for product in strangers[:4]]
    embed()
    tend_fillers()
    group = ProductImage.objects.get(pk=charts[0].pk).set_aside_group
    assert decide_fillers([group], Compare.ALWAYS) == 4

    late = add(strangers[7], chart(side=500, quality=70))
    embed()
    tend_fillers()
    late.refresh_from_db()
    assert (late.set_aside_group, late.compare, states(late)) == (group, "always", ["ready"])


def test_variants_and_lookalikes_of_one_category_stay(
    plain_space, make_product, add, embed
) -> None:
    mugs = [make_product("white", name=f"Mug {n}") for n in range(10)]
    variants = [
        make_product(category=CategoryFactory.create(slug=f"kind-{n}"), family="Scarf")
        for n in range(4)
    ]
    shared = [add(each, encode(draw("navy", shape="rectangle"))) for each in variants]
    embed()
    tend_fillers()
    assert not ProductImage.objects.filter(is_compared=False).exists()
    assert all(states(each) == ["ready"] for each in shared)
    assert len(similar_products(mugs[0], SearchOptions(min_match=0)).results) == 10


def test_a_placeholder_leaves_products_without_a_picture(
    plain_space, make_product, add, embed
) -> None:
    products = [
        make_product(category=CategoryFactory.create(slug=f"kind-{n % 2}")) for n in range(12)
    ]
    for product in products:
        add(product, chart())
    embed()
    tend_fillers()
    assert not ImageEmbedding.objects.ready().exists()
    assert is_built(plain_space)
    answer = similar_products(products[0])
    assert {Product.objects.get(pk=each.product_id).category_id for each in answer.results} == {
        products[0].category_id
    }


def test_it_counts_again_once_the_other_products_go_and_no_network_looks(
    strangers, add, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, *others = [add(product, chart()) for product in strangers]
    embed()
    before = ImageEmbedding.objects.get(image=kept).vector
    tend_fillers()
    assert ImageEmbedding.objects.get(image=kept).vector is None
    for each in others[1:]:
        each.product.delete()

    assert tend_fillers()
    monkeypatch.setattr("embeddings.worker.batch.prepare_jobs", None)  # would decode the file
    embed()

    row = ImageEmbedding.objects.get(image=kept)
    assert row.state == "ready"
    assert np.allclose(row.vector, before, atol=1e-3)
    assert count_not_compared()["filler"] == 0


def test_the_word_of_staff_stands_above_what_was_found(strangers, add, embed) -> None:
    charts = [add(product, chart()) for product in strangers]
    embed()
    tend_fillers()

    charts[0].refresh_from_db()
    charts[0].compare = Compare.ALWAYS
    charts[0].save()
    assert states(charts[0]) == ["pending"]
    embed()
    tend_fillers()
    assert states(charts[0]) == ["ready"]
    assert states(charts[1]) == ["ignored"]

    own = strangers[1].images.first()
    own.compare = Compare.NEVER
    own.save()
    assert states(own) == ["ignored"]
    assert not similar_products(strangers[1]).complete


def test_blank_pictures_match_nothing_and_a_better_file_does(plain_space, make_product, add, embed):
    white = encode(Image.new("RGB", (300, 300), "white"), "PNG")
    blank = [add(make_product(), white) for _ in range(2)]
    assert [states(each) for each in blank] == [["ignored"]] * 2
    assert embed() == 0
    assert count_not_compared()["blank"] == 2
    assert "Blank" in blank[0].why_not_compared

    set_picture(blank[0], validate_picture(encode(draw("red"))))
    assert embed() == 1
    assert states(blank[0]) == ["ready"]
    assert not blank[0].why_not_compared


def test_a_new_space_takes_ignored_pictures_as_settled(strangers, add, embed) -> None:
    charts = [add(product, chart()) for product in strangers]
    embed()
    tend_fillers()
    other = create_space("hog*0.5+lab_color*0.5")
    assert sorted(states(charts[0])) == ["ignored", "ignored"]
    assert embed() == 8
    assert is_built(other)


def test_a_worker_that_is_just_embedding_a_picture_cannot_bring_it_back(
    plain_space, make_product, add, embed
) -> None:
    from embeddings import queue

    image = make_product("red").images.get()
    (job,) = queue.claim(queue.untried(plain_space), token="mine", size=1)
    image.compare = Compare.NEVER
    image.save()
    assert queue.hand_back(token="mine", rows=[job.embedding_id]) == 0
    assert states(image) == ["ignored"]


def test_examining_is_done_once_and_stops_in_time(
    strangers, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    embed()
    monkeypatch.setattr(fillers, "EXAMINE_SECONDS", 0.0)
    tend_fillers()
    assert ProductImage.objects.filter(is_examined=True).count() == 0
    monkeypatch.setattr(fillers, "EXAMINE_SECONDS", 60.0)
    tend_fillers()
    assert not ProductImage.objects.filter(is_examined=False).exists()
    asked: list[object] = []
    monkeypatch.setattr(fillers, "_examine", lambda *args: asked.append(args))
    tend_fillers()
    assert asked == []


def test_a_picture_that_is_replaced_meanwhile_waits_to_be_examined_anew(
    plain_space, make_product, embed, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = make_product("red").images.get()
    embed()
    new = validate_picture(encode(draw("blue")))

    def examine_too_late(*args: object) -> None:
        set_picture(image, new)
        fillers._set_aside([image.pk], "a filler that the old picture was like")

    monkeypatch.setattr(fillers, "_examine", examine_too_late)
    tend_fillers()
    image.refresh_from_db()
    assert (image.sha256, image.is_examined, image.is_compared) == (new.sha256, False, True)
    assert image.embeddings.get().state == "pending"


def test_a_blank_picture_never_becomes_a_filler(strangers, add, embed) -> None:
    white = encode(Image.new("RGB", (300, 300), "white"), "PNG")
    blanks = [add(product, white) for product in strangers]
    embed()
    tend_fillers()
    blanks[0].refresh_from_db()
    assert blanks[0].set_aside == SetAside.BLANK


def test_blank_pictures_kept_long_ago_are_found(plain_space, make_product, add, embed) -> None:
    product = make_product("red")
    white = add(product, encode(Image.new("RGB", (300, 300), "white"), "PNG"))
    # As before blank ones were noticed, when such a picture was embedded by its flat colour.
    ProductImage.objects.update(set_aside="")
    ImageEmbedding.objects.update(state="pending")
    assert embed() == 2
    tend_fillers()
    assert states(white) == ["ignored"]
    assert states(product.images.first()) == ["ready"]


def test_a_file_that_cannot_be_read_is_left_to_the_others(plain_space, make_product, embed) -> None:
    image = make_product("red").images.get()
    embed()
    image.image.storage.delete_picture(image.image.name)
    tend_fillers()
    image.refresh_from_db()
    assert (image.is_examined, image.set_aside) == (True, "")
