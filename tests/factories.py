"""Rows of the shop for tests, whole by default: ProductFactory.create(pictures=["red"])."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission, User
from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, SelfAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory
from factory.helpers import post_generation

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.imports.models import ImportRow, ImportRun
from catalog.models import Category, Product, ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from hygiene.models import Finding
from recommendations.models import Look, LookItem, Rule
from tests.builders.vectors import random_rows, unit
from tests.pictures import draw, encode
from webhooks.events import Event
from webhooks.models import Endpoint


class CategoryFactory(DjangoModelFactory[Category]):
    """The category Vases; another slug makes another one."""

    class Meta:
        model = Category
        django_get_or_create = ("slug",)

    slug = "vases"
    name = LazyAttribute(lambda made: made.slug.capitalize())


class ProductFactory(DjangoModelFactory[Product]):
    """A published product in stock; `pictures` are the colours of those that it gets."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    class Params:
        # Counted, not drawn: the first product of a test is product-1 at the price of 1.
        number = LazyFunction(lambda: Product.objects.count() + 1)

    sku = LazyAttribute(lambda made: f"SKU-{made.number}")
    slug = LazyAttribute(lambda made: f"product-{made.number}")
    name = LazyAttribute(lambda made: f"Product {made.number}")
    category = SubFactory(CategoryFactory)
    price = SelfAttribute("number")
    stock = 5

    @post_generation
    def pictures(
        self, create: bool, extracted: Iterable[str] | None, *, shape: str = "ellipse"
    ) -> None:
        for colour in extracted or ():
            PictureFactory.create(product=self, colour=colour, shape=shape)


class PictureFactory(DjangoModelFactory[ProductImage]):
    """A picture in one colour, through the door that every picture comes in by."""

    class Meta:
        model = ProductImage

    product = SubFactory(ProductFactory)

    @classmethod
    def _create(
        cls,
        model_class: type[ProductImage],
        *args: Any,
        product: Product,
        colour: str = "teal",
        shape: str = "ellipse",
        **options: Any,
    ) -> ProductImage:
        data = encode(draw(colour, shape=shape), quality=92)
        return add_picture(product, validate_picture(data), **options)


class EmbeddingSpaceFactory(DjangoModelFactory[EmbeddingSpace]):
    """A space without encoders; the first one made is live."""

    class Meta:
        model = EmbeddingSpace

    name = Sequence(lambda number: f"space-{number}")
    recipe = SelfAttribute("name")
    components = LazyFunction(list)
    dimensions = 16
    state = LazyFunction(
        lambda: (
            EmbeddingSpace.State.READY
            if EmbeddingSpace.objects.live()
            else EmbeddingSpace.State.LIVE
        )
    )


class ImageEmbeddingFactory(DjangoModelFactory[ImageEmbedding]):
    """A ready picture with a random vector of length 1, the same for the same place in a row."""

    class Meta:
        model = ImageEmbedding

    class Params:
        seed = Sequence(lambda number: number)

    image = SubFactory(PictureFactory)
    product = SelfAttribute("image.product")
    space = SubFactory(EmbeddingSpaceFactory)
    state = ImageEmbedding.State.READY
    digest = SelfAttribute("image.sha256")
    vector = LazyAttribute(
        lambda made: unit(random_rows(1, made.space.dimensions, seed=made.seed))[0].tolist()
    )


class RuleFactory(DjangoModelFactory[Rule]):
    """A rule that holds now and everywhere; a pin goes to the first place."""

    class Meta:
        model = Rule

    kind = Rule.Kind.HIDE
    product = SubFactory(ProductFactory)
    position = LazyAttribute(lambda made: 1 if made.kind == Rule.Kind.PIN else None)


class FindingFactory(DjangoModelFactory[Finding]):
    """An open finding: the product's name is in capitals."""

    class Meta:
        model = Finding

    kind = Finding.Kind.CAPITALS
    product = SubFactory(ProductFactory)
    subject = LazyAttribute(lambda made: f"product:{made.product.pk}")
    evidence = LazyAttribute(
        lambda made: {"name": made.product.name, "mended": made.product.name.capitalize()}
    )
    fingerprint = LazyAttribute(lambda made: made.product.name)
    confidence = 0.95


class LookFactory(DjangoModelFactory[Look]):
    """A look that shoppers see; `products` are what it holds, in this order."""

    class Meta:
        model = Look
        skip_postgeneration_save = True

    name = Sequence(lambda number: f"Look {number}")

    @post_generation
    def products(self: Any, create: bool, extracted: Iterable[Product] | None) -> None:
        LookItem.objects.bulk_create(
            LookItem(look=self, product=product, position=place)
            for place, product in enumerate(extracted or (), start=1)
        )


class ImportRunFactory(DjangoModelFactory[ImportRun]):
    """The run of a file that was checked, with a row of each outcome."""

    class Meta:
        model = ImportRun
        skip_postgeneration_save = True

    name = "products.csv"
    file = "/nowhere/products.csv"
    sha256 = "0" * 64
    mapping = LazyFunction(
        lambda: {"format": "vitrine", "columns": {"sku": "sku"}, "decimal_mark": "."}
    )
    state = ImportRun.State.CHECKED
    queued_at = LazyFunction(timezone.now)
    total = len(ImportRow.Outcome)
    counts = LazyFunction(lambda: dict.fromkeys(ImportRow.Outcome.values, 1))

    @post_generation
    def rows_of_each_outcome(self: Any, create: bool, extracted: object) -> None:
        ImportRow.objects.bulk_create(
            ImportRow(run=self, number=number, lines=[number + 1], sku=f"ΔΞ-{number}", outcome=each)
            for number, each in enumerate(ImportRow.Outcome, start=1)
        )


class EndpointFactory(DjangoModelFactory[Endpoint]):
    """Somebody who wants to know everything."""

    class Meta:
        model = Endpoint

    address = "https://receiver.example/hook"
    events = LazyFunction(lambda: list(Event.values))


class StaffFactory(DjangoModelFactory[User]):
    """Somebody who may log in to the admin, with these permissions and no others."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = "assistant"
    is_staff = True

    @post_generation
    def permissions(self: Any, create: bool, extracted: Iterable[str] | None) -> None:
        self.user_permissions.set(Permission.objects.filter(codename__in=extracted or ()))
