"""Whatever is asked of similar items is answered in full, or refused in the API's form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from catalog.models import Product, ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.photos import store as photos
from embeddings.photos import vector as photo_vectors
from embeddings.spaces.measured.calibration import calibrate
from tests.factories import RuleFactory
from tests.integration.api.conftest import ROOT
from tests.photo_looks import told_of
from web import rate_limits

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCTS = 60
BRANDS = ["Alba", "Borea", "Nobody", "50%", "%s", "O'Neill", "\\'; --", "{}", '"']
MANY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@dataclass
class Shop:
    """What is asked, and what an answer may hold."""

    photo: str

    def places(self, sent: dict[str, Any], leave_out: set[str]) -> int:
        """The oracle: how many places an answer with all that is eligible has."""
        places = set()
        for product in Product.objects.select_related("category").prefetch_related("images"):
            known = bool(product.images.all())
            if product.slug not in leave_out | {"s20"} and known and meets(product, sent):
                places.add(product.family or product.pk)
        return len(places)


def meets(product: Product, sent: dict[str, Any]) -> bool:
    """Each of the conditions in plain Python."""
    allowed = {product.category.slug, "home" if product.category.slug == "vases" else ""}
    colours = product.attributes["colour"]
    colours = colours if isinstance(colours, list) else [colours]
    return (
        product.is_published
        and (product.stock > 0 or sent.get("in_stock") == "false")
        and sent.get("category", product.category.slug) in allowed
        and sent.get("brand", product.brand) == product.brand
        and sent.get("price_min", 0) <= product.price <= sent.get("price_max", 10**6)
        and sent.get("attributes", f"colour:{colours[0]}").partition(":")[2] in colours
    )


@pytest.fixture
def shop(random_catalogue, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """Families, drafts, a live space and an older one, rules of each kind, and a kept photo."""
    monkeypatch.setitem(rate_limits.LIMITS, "api", rate_limits.Limit(10**6, 60))
    monkeypatch.setitem(rate_limits.LIMITS, "photo_again", rate_limits.Limit(10**6, 60))
    catalogue = random_catalogue(PRODUCTS)
    _add_older_space(catalogue.space)
    calibrate(catalogue.space)
    for n, brand in enumerate(BRANDS):
        Product.objects.filter(sku=f"S{30 + n}").update(brand=brand)
    ProductImage.objects.filter(product__sku="S41").delete()  # waits for its pictures
    by_sku = {product.sku: product for product in Product.objects.all()}
    RuleFactory.create(kind="hide", product=by_sku["S20"])
    RuleFactory.create(kind="pin", product=by_sku["S5"], position=3)
    RuleFactory.create(kind="boost", product=by_sku["S7"], strength=60)
    RuleFactory.create(kind="bury", product=by_sku["S10"], strength=60)
    RuleFactory.create(kind="pin", product=by_sku["S18"], position=1)  # a draft
    photo = photos.keep_photo(b"a photo").id
    told = told_of(catalogue.vectors[3])
    with photos.photo_cache() as client:
        client.hset(photos.photo_key(photo), photo_vectors._field(catalogue.space.pk, None), told)
    return Shop(photo)


def _add_older_space(live: EmbeddingSpace) -> None:
    older = EmbeddingSpace.objects.create(
        name="older", recipe="older", components=live.components, dimensions=live.dimensions
    )
    turned = ImageEmbedding.objects.filter(space=live)
    ImageEmbedding.objects.bulk_create(
        ImageEmbedding(
            image_id=row.image_id,
            product_id=row.product_id,
            space=older,
            state="ready",
            digest=row.digest,
            vector=np.roll(row.vector, 5).tolist(),
        )
        for row in turned
    )


conditions = st.fixed_dictionaries(
    {},
    optional={
        "category": st.sampled_from(["home", "vases", "rugs"]),
        "brand": st.sampled_from(BRANDS),
        "price_min": st.integers(0, PRODUCTS),
        "price_max": st.integers(PRODUCTS, 2 * PRODUCTS),
        "attributes": st.sampled_from(["colour:red", "colour:green", "colour:50%", "colour:'"]),
        "in_stock": st.sampled_from(["true", "false"]),
    },
)
wishes = st.fixed_dictionaries(
    {},
    optional={
        "min_match": st.integers(0, 100),
        "diversity": st.sampled_from([0.3, 1]),
        "weights": st.sampled_from(["visual:1", "colour:2,visual:1e-9", "visual:0,colour:1000"]),
        "relax": st.sampled_from(["true", "false"]),
        "explain": st.just("true"),
        "kind": st.just("any"),
        "order": st.sampled_from(["best", "score"]),
    },
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["nan", "inf", "-1", "1e400", "visual:nan", "a:", "\0", "0,0,1,1", "%s"])
    | st.sampled_from(["a:\0", "\0:b", "a:b:c", "same", "score", "whole"])
)
NAMES = [
    *("limit", "offset", "min_match", "diversity", "weights", "relax", "explain", "region"),
    *("kind", "order", "words", "but"),
    *("category", "brand", "price_min", "price_max", "price_within", "attributes", "in_stock"),
]
asked_of = st.sampled_from(["similar", "photo", "recommendations"])


def ask(shop: Shop, face: str, sent: dict[str, Any], slug: str = "s0") -> tuple[int, Any]:
    """The status and the answer of one of the three addresses."""
    client = Client(raise_request_exception=False)
    if face == "recommendations":
        body = json.dumps({"positive": [slug], **sent})
        response = client.post(ROOT + "recommendations/", body, content_type="application/json")
    else:
        similar = f"products/{slug}/similar/"
        path = similar if face == "similar" else f"photo-searches/{shop.photo}/"
        response = client.get(ROOT + path, sent)
    return response.status_code, response.json()


@MANY
@given(
    face=asked_of,
    slug=st.sampled_from(["s0", "s5", "s13", "s41"]),
    filters=conditions,
    options=wishes,
    size=st.integers(5, 48),
)
@example(face="similar", slug="s0", filters={"brand": "Borea"}, options={"relax": "true"}, size=5)
@example(face="similar", slug="s41", filters={}, options={}, size=5)
def test_pages_are_full_and_hold_what_may_be_shown_once(
    shop, face, slug, filters, options, size
) -> None:
    sent = {**filters, **options}
    pages, relaxed = [], []
    for offset in range(0, PRODUCTS + size, size):
        page = {**sent, "limit": size, "offset": offset}
        status, answer = ask(shop, face, page, slug)
        assert status == 200, answer
        assert len(answer["results"]) == size or not ask_next(shop, face, page, slug)
        pages += answer["results"]
        relaxed = answer["relaxed"]
        if len(answer["results"]) < size:
            break

    slugs = [row["product"]["slug"] for row in pages]
    products = {p.slug: p for p in Product.objects.select_related("category")}
    shown = [products[slug] for slug in slugs]
    places = [product.family or product.pk for product in shown]
    assert len(places) == len(set(places))
    assert "s20" not in slugs
    assert face == "photo" or slug not in slugs
    kept = {name: value for name, value in sent.items() if not given_up(name, relaxed)}
    assert all(meets(product, kept) for product in shown)
    for row in pages:
        assert row["match"] is None or row["match"] >= sent.get("min_match", 0)
    if "min_match" in sent and answer["complete"]:
        assert all(row["match"] is not None or sent["min_match"] == 0 for row in pages)
    plain = [
        row["score"]
        for row in pages
        if not row["reasons"] and not sent.get("diversity") and answer["complete"]
    ]
    assert plain == sorted(plain, reverse=True)
    if sent.get("min_match") == 0 and answer["complete"]:
        left_out = set() if face == "photo" else {slug}
        assert len(pages) == shop.places(kept, left_out)


def ask_next(shop: Shop, face: str, page: dict[str, Any], slug: str) -> list[Any]:
    """What stands behind a page."""
    behind = {**page, "offset": page["offset"] + page["limit"]}
    return ask(shop, face, behind, slug)[1]["results"]


def given_up(name: str, relaxed: list[str]) -> bool:
    return name.removesuffix("_min").removesuffix("_max") in relaxed


@settings(MANY, max_examples=120)
@given(
    face=asked_of,
    sent=st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=4), scalars, max_size=4),
    nested=st.booleans(),
)
@example(face="similar", sent={"category": "\0"}, nested=False)
@example(face="recommendations", sent={"weights": "\ud800:1"}, nested=False)
@example(face="photo", sent={"region": "0,0,1,1"}, nested=False)
def test_nonsense_is_answered_or_refused_in_the_apis_form(shop, face, sent, nested) -> None:
    if face == "recommendations":
        sent = {name: [value] if nested else value for name, value in sent.items()}
    else:
        sent = {name: "" if value is None else value for name, value in sent.items()}
    try:
        status, answer = ask(shop, face, sent)
    except UnicodeEncodeError:
        return  # half a surrogate pair is no address
    # Another part of the photo is a worker's work, and none is here.
    codes = {400: ("invalid", "bad_request"), 409: ("words_unavailable",)}
    codes |= {503: ("unavailable",)} if face == "photo" and sent.get("region") else {}
    assert status in {200, *codes}, answer
    if status != 200:
        assert answer.keys() == {"code", "message", "errors"}
        assert answer["code"] in codes[status]
