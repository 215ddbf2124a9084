"""What looks like a shopper's photo; the photo itself; and forgetting it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from catalog.models import ProductImage
from embeddings.photos import vector as photo_vectors
from embeddings.photos.errors import PhotosUnavailableError
from embeddings.pipeline import Box
from tests.photo_looks import told_of
from tests.pictures import draw, encode
from web import rate_limits


@pytest.fixture
def address(photo_answers, send_photo, picture: Callable[..., bytes]) -> str:
    """Where the results of a red photo are."""
    return send_photo(picture("red"))["Location"]


def found(response) -> list[str]:
    assert response.status_code == 200
    return [result.product.name for result in response.context["search"].answer.results]


def test_the_closest_with_how_close_they_are(client: Client, address) -> None:
    response = client.get(address)
    html = response.content.decode()

    assert found(response) == ["Product 1", "Product 2", "Product 3"]
    assert "100%" in html
    assert f'src="{address}image"' in html
    assert 'content="noindex, nofollow"' in html
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("price_min=2", ["Product 2", "Product 3"]),
        ("price_max=2", ["Product 1", "Product 2"]),
        ("price_min=9", []),
        ("category=vases", ["Product 1", "Product 2", "Product 3"]),
        ("price_min=NaN&category=nowhere&sold_out=%00", ["Product 1", "Product 2", "Product 3"]),
        ("x=10&y=10&w=50&h=50", ["Product 1", "Product 2", "Product 3"]),
        ("x=1e9&w=-3&h=%00", ["Product 1", "Product 2", "Product 3"]),
    ],
)
def test_filters_and_frames(client: Client, address, query, expected) -> None:
    assert found(client.get(f"{address}?{query}")) == expected


def test_nothing_that_fits_says_so(client: Client, address) -> None:
    assert (
        "No product that fits these filters"
        in client.get(f"{address}?price_min=99").content.decode()
    )


def test_where_nothing_comes_close_the_nearest_are_one_click_away(
    client: Client, far_photos: None, send_photo, picture: Callable[..., bytes]
) -> None:
    address = send_photo(picture("red"))["Location"]
    page = client.get(f"{address}?look=")
    assert found(page) == []
    assert "Nothing close" in page.content.decode()
    assert 'href="?look=&amp;nearest=1"' in page.content.decode()

    nearest = client.get(f"{address}?nearest=1")
    assert len(found(nearest)) == 3
    assert "Show the nearest all the same" not in nearest.content.decode()
    # Other filters keep the wish.
    assert 'name="nearest" value="1"' in nearest.content.decode()
    assert "Show the nearest" not in client.get(f"{address}?price_min=99").content.decode()


def test_sold_out_only_when_asked_for(client: Client, address, make_product, embed) -> None:
    make_product("red", stock=0)
    embed()

    assert "Product 4" not in found(client.get(address))
    assert "Product 4" in found(client.get(f"{address}?sold_out=on"))


def test_the_photo_is_for_its_shopper_alone(client: Client, address) -> None:
    response = client.get(f"{address}image")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response.content.startswith(b"\xff\xd8")


def test_a_png_comes_back_as_jpeg(client: Client, photo_answers, send_photo) -> None:
    address = send_photo(encode(draw("red"), "PNG"), name="x.png")["Location"]

    assert client.get(f"{address}image").content.startswith(b"\xff\xd8")


@pytest.mark.parametrize("rest", ["", "image"])
def test_an_expired_photo_is_gone(client: Client, db, rest) -> None:
    response = client.get(f"/photo/{'x' * 22}/{rest}")

    assert response.status_code == 410
    if not rest:
        assert "<h1>This photo has expired</h1>" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_forgotten_photo_is_gone_at_once(client: Client, address) -> None:
    response = client.post(f"{address}forget/", follow=True)

    assert response.redirect_chain == [("/photo/", 302)]
    assert "Your photo is forgotten." in response.content.decode()
    assert client.get(address).status_code == 410
    assert client.get(f"{address}image").status_code == 410
    assert client.post(f"{address}forget/").status_code == 302
    assert client.get(f"{address}forget/").status_code == 405


def test_without_a_worker_the_page_keeps_photo_and_filters(
    client: Client, address, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> bytes:
        raise PhotosUnavailableError("weights.pt is damaged")

    monkeypatch.setattr(photo_vectors, "_ask_worker", away)
    response = client.get(f"{address}?x=10&y=10&w=50&h=50")
    html = response.content.decode()

    assert response.status_code == 503
    assert response["Retry-After"] == "3"
    assert "Photo search is not available just now" in html
    assert "weights.pt" not in html
    assert f'src="{address}image"' in html
    assert 'name="w" value="50"' in html


def test_without_the_cache_the_photo_is_503_and_forgetting_says_so(
    client: Client, address, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> bytes:
        raise PhotosUnavailableError("away")

    monkeypatch.setattr("shop.views.photo_results.read_photo", away)
    monkeypatch.setattr("shop.views.photo_results.delete_photo", away)

    assert client.get(f"{address}image").status_code == 503
    page = client.post(f"{address}forget/", follow=True).content.decode()
    assert "could not be deleted just now" in page


def test_new_frames_are_counted(client: Client, address, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "photo_again", rate_limits.Limit(1, 60))

    statuses = [client.get(f"{address}?x={x}&w=50").status_code for x in (1, 2)]
    again = client.get(f"{address}?x=3&w=50")

    assert statuses == [200, 429]
    assert 0 < int(again["Retry-After"]) <= 60
    assert client.get(f"{address}?price_max=2").status_code == 200


def test_a_search_leaves_nothing_in_the_catalogue(client: Client, address) -> None:
    client.get(address)

    assert ProductImage.objects.count() == 3


def test_the_number_of_queries_does_not_grow(
    client: Client, address, make_product, embed, django_assert_num_queries
) -> None:
    for _ in range(5):
        make_product("red", "blue")
    embed()

    # Categories (the state, their version, they), the live space for the form and for the search,
    # rules, nearest, cards, wishes, and two for facets.
    with django_assert_num_queries(11):
        client.get(address)


def test_what_was_found_is_framed_and_everything_else_offered(
    client: Client, photo_answers, send_photo, picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = (
        Box(x=0.1, y=0.2, width=0.3, height=0.4, score=0.9),
        Box(x=0.6, y=0.5, width=0.2, height=0.3, score=0.8),
    )
    both = (0.1, 0.2, 0.7, 0.6)
    used = (both, *(box.sides for box in boxes))
    vector = ProductImage.objects.first().embeddings.get().vector
    told = told_of(
        vector, framing="white", used=used, by_default=used, proposed=boxes, size=(200, 100)
    )
    monkeypatch.setattr(photo_vectors, "_ask_worker", lambda *args: told)

    address = send_photo(picture("red"))["Location"]
    response = client.get(f"{address}?category=vases")
    html = response.content.decode()

    parts = [(part.label, part.frame, part.is_current) for part in response.context["parts"]]
    assert parts == [
        ("All things", None, True),
        ("Thing 1", {"x": 10, "y": 20, "w": 30, "h": 40}, False),
        ("Thing 2", {"x": 60, "y": 50, "w": 20, "h": 30}, False),
        ("Whole photo", {"x": 0, "y": 0, "w": 100, "h": 100}, False),
    ]
    assert 'viewBox="120 50 40 30"' in html  # the second thing, in pixels
    assert "?category=vases&amp;x=60&amp;y=50&amp;w=20&amp;h=30" in html
    assert 'class="edge" x="10" y="20" width="70" height="60"' in html
    assert 'name="w" value="70"' in html


def test_where_nothing_was_found_the_whole_photo_is_shown_without_a_frame(
    client: Client, address
) -> None:
    response = client.get(address)
    assert response.context["parts"] == []
    assert 'class="is-whole"' in response.content.decode()
