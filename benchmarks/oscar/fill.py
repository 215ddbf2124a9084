"""python -m benchmarks.oscar.fill PRODUCTS: a catalogue as large as ours, and its addresses.

Three levels of ten categories below one root; products in its leaves with two or three of forty
drawn pictures, a price, a stock and six recommended products. Prints the addresses of 300 products.
"""

from __future__ import annotations

import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from PIL import Image, ImageDraw

FILES, SIDE, PAGES = 40, 800, 300
RECOMMENDED = 6
"""Products beside each on its page, as many as its page shows: it has no look-alikes of its own."""


def main() -> None:
    """Migrate and fill the database of the settings."""
    django.setup()
    call_command("migrate", verbosity=0)
    products = int(sys.argv[1])
    from oscar.core.loading import get_model

    leaves = _categories(get_model("catalogue", "Category"))
    kind = get_model("catalogue", "ProductClass").objects.create(name="Thing", track_stock=True)
    product = get_model("catalogue", "Product")
    made = product.objects.bulk_create(
        product(
            upc=f"SYN-{n}",
            slug=f"syn-{n}",
            title=f"Product {n}",
            description="Stands for many.",
            product_class=kind,
        )
        for n in range(products)
    )
    within = get_model("catalogue", "ProductCategory")
    within.objects.bulk_create(
        within(product=each, category_id=leaves[n % len(leaves)]) for n, each in enumerate(made)
    )
    partner = get_model("partner", "Partner").objects.create(name="Shop")
    stock = get_model("partner", "StockRecord")
    stock.objects.bulk_create(
        stock(
            product=each,
            partner=partner,
            partner_sku=f"SYN-{n}",
            price=f"{1 + n / 100:.2f}",
            num_in_stock=n % 9 + 1,
        )
        for n, each in enumerate(made)
    )
    files = _draw()
    picture = get_model("catalogue", "ProductImage")
    picture.objects.bulk_create(
        picture(product=each, original=files[(n + place) % FILES], display_order=place)
        for n, each in enumerate(made)
        for place in range(2 + n % 2)
    )
    beside = get_model("catalogue", "ProductRecommendation")
    beside.objects.bulk_create(
        beside(primary=each, recommendation=made[(n + step) % products], ranking=step)
        for n, each in enumerate(made)
        for step in range(1, RECOMMENDED + 1)
    )
    for each in made[:: products // PAGES][:PAGES]:
        print(each.get_absolute_url())


def _categories(category: type) -> list[int]:
    """Make the tree; the ids of its leaves."""

    def below(name: str, levels: int) -> dict[str, object]:
        data = {"name": name, "slug": name.lower().replace(" ", "-")}
        if not levels:
            return {"data": data}
        return {"data": data, "children": [below(f"{name} {n}", levels - 1) for n in range(10)]}

    category.objects.load_bulk([below("Everything", 3)])  # type: ignore[attr-defined]
    leaves = category.objects.filter(depth=4)  # type: ignore[attr-defined]
    return list(leaves.values_list("pk", flat=True))


def _draw() -> list[str]:
    folder = Path(settings.MEDIA_ROOT)
    for number in range(FILES):
        file = Image.new("RGB", (SIDE, SIDE), "white")
        colour = (number * 6, 90, 255 - number * 6)
        ImageDraw.Draw(file).ellipse((150, 150, 650, 650), fill=colour)
        file.save(folder / f"{number}.jpg")
    return [f"{number}.jpg" for number in range(FILES)]


if __name__ == "__main__":
    main()
