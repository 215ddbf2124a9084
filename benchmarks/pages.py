"""Product page and similar API with 20,000 products, against a page that does nothing.

The catalogue is synthetic, its vectors hardly: each is a mixture of two real pictures' vectors with
some noise, brought back to unit length, so that neighbourhoods are as crowded as real ones.
"""

from __future__ import annotations

import time

import numpy as np

from benchmarks.ground import embed_all, fill_catalogue, start_web
from benchmarks.load import drive, gets
from benchmarks.report import percentiles, table
from catalog.models import Category, Product, ProductImage
from embeddings.index import build_index
from embeddings.models import EmbeddingSpace, ImageEmbedding
from embeddings.store import store_vectors

REAL_PICTURES = 96
PRODUCTS = 20_000
CATEGORIES = 40
REQUESTS = 300
NOISE = 0.3


def run() -> None:
    """Print requests/s and latency with one and with four clients."""
    fill_catalogue(REAL_PICTURES)
    embed_all()
    space = EmbeddingSpace.objects.live()
    assert space is not None
    synthesise(space, products=PRODUCTS)
    started = time.perf_counter()
    build_index(space)
    print(f"{PRODUCTS} products, {space.dimensions} dimensions;", end=" ")
    print(f"HNSW index built in {time.perf_counter() - started:.0f} s.\n")
    slugs = Product.objects.filter(sku__startswith="SYN-").values_list("slug", flat=True)
    slugs = list(slugs[:: PRODUCTS // REQUESTS][:REQUESTS])
    web = start_web()
    try:
        kinds = {
            "/livez": gets(["/livez"] * REQUESTS),
            "product page": gets(f"/p/{slug}/" for slug in slugs),
            "similar API": gets(f"/api/v1/products/{slug}/similar/" for slug in slugs),
            "similar API, one category": gets(
                f"/api/v1/products/{slug}/similar/?category=c7" for slug in slugs
            ),
        }
        rows = []
        for clients in (1, 4):
            base = 0.0
            for name, requests in kinds.items():
                drive(requests[:20], clients=clients)
                seconds, wall, refused = drive(requests, clients=clients)
                median = float(np.median(seconds))
                base = base or median
                rows.append(
                    [name, clients, f"{len(requests) / wall:.0f}", *percentiles(seconds)]
                    + [f"{median / base:.0f}x", refused]
                )
    finally:
        web.stop()
    table(["", "clients", "requests/s", "p50 ms", "p95 ms", "p99 ms", "to /livez", "refused"], rows)


def synthesise(space: EmbeddingSpace, *, products: int, seed: int = 11) -> None:
    """Products with one picture each, whose vectors are made of real ones."""
    real = ImageEmbedding.objects.in_space(space).ready()
    vectors = np.array(list(real.values_list("vector", flat=True)[:REAL_PICTURES]), np.float32)
    random = np.random.default_rng(seed)
    categories = [
        Category.objects.get_or_create(slug=f"c{n}", defaults={"name": f"Category {n}"})[0]
        for n in range(CATEGORIES)
    ]
    for start in range(0, products, 1000):
        rows = Product.objects.bulk_create(
            Product(
                sku=f"SYN-{n}",
                slug=f"syn-{n}",
                name=f"Synthetic product {n}",
                brand=f"Brand {n % 30}",
                category=categories[n % CATEGORIES],
                price=n % 200 + 1,
                stock=n % 10,
                description="A product that stands for many.",
                attributes={"colour": "none"},
            )
            for n in range(start, start + 1000)
        )
        images = ProductImage.objects.bulk_create(
            ProductImage(
                product=row, image=f"products/{n}.jpg", width=800, height=800, sha256=f"{n:064}"
            )
            for n, row in enumerate(rows, start=start)
        )
        made = ImageEmbedding.objects.bulk_create(
            ImageEmbedding(
                image=image,
                product_id=image.product_id,
                space=space,
                digest=image.sha256,
                claim="synthetic",
            )
            for image in images
        )
        share = random.random((1000, 1), dtype=np.float32)
        pairs = random.integers(len(vectors), size=(2, 1000))
        mixed = share * vectors[pairs[0]] + (1 - share) * vectors[pairs[1]]
        length = np.linalg.norm(mixed, axis=1, keepdims=True)
        noise = random.normal(size=mixed.shape).astype(np.float32)
        mixed += NOISE * length * noise / np.sqrt(mixed.shape[1])
        mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
        store_vectors([row.pk for row in made], mixed, mixed, token="synthetic")
