"""Rows of the shop for tests, each whole by default: ProductFactory(price=9, pictures=["red"])."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import factory
from django.contrib.auth.models import Permission, User
from factory.django import DjangoModelFactory

from catalog.images.saving import add_picture
from catalog.images.validation import validate_picture
from catalog.models import Category, Product, ProductImage
from embeddings.models import EmbeddingSpace, ImageEmbedding
from recommendations.models import Rule
from tests.builders.vectors import random_rows, unit
from tests.pictures import draw, encode


class CategoryFactory(DjangoModelFactory[Category]):
    """The category Vases; another slug makes another one."""

    class Meta:
        model = Category
        django_get_or_create = ("slug",)

    slug = "vases"
    name = factory.LazyAttribute(lambda made: made.slug.capitalize())


class ProductFactory(DjangoModelFactory[Product]):
    """A published product in stock; `pictures` are the colours of those that it gets."""

    class Meta:
        model = Product
        skip_postgeneration_save = True

    class Params:
        # Counted, not drawn: the first product of a test is product-1 at the price of 1.
        number = factory.LazyFunction(lambda: Product.objects.count() + 1)

    sku = factory.LazyAttribute(lambda made: f"SKU-{made.number}")
    slug = factory.LazyAttribute(lambda made: f"product-{made.number}")
    name = factory.LazyAttribute(lambda made: f"Product {made.number}")
    category = factory.SubFactory(CategoryFactory)
    price = factory.SelfAttribute("number")
    stock = 5

    @factory.post_generation
    def pictures(
        self, create: bool, extracted: Sequence[str] | None, *, shape: str = "ellipse"
    ) -> None:
        for colour in extracted or ():
            PictureFactory(product=self, colour=colour, shape=shape)


class PictureFactory(DjangoModelFactory[ProductImage]):
    """A picture in one colour, through the door that every picture comes in by."""

    class Meta:
        model = ProductImage

    product = factory.SubFactory(ProductFactory)

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

    name = factory.Sequence(lambda number: f"space-{number}")
    recipe = factory.SelfAttribute("name")
    components = factory.LazyFunction(list)
    dimensions = 16
    state = factory.LazyFunction(
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
        seed = factory.Sequence(lambda number: number)

    image = factory.SubFactory(PictureFactory)
    product = factory.SelfAttribute("image.product")
    space = factory.SubFactory(EmbeddingSpaceFactory)
    state = ImageEmbedding.State.READY
    digest = factory.SelfAttribute("image.sha256")
    vector = factory.LazyAttribute(
        lambda made: unit(random_rows(1, made.space.dimensions, seed=made.seed))[0].tolist()
    )


class RuleFactory(DjangoModelFactory[Rule]):
    """A rule that holds now and everywhere; a pin goes to the first place."""

    class Meta:
        model = Rule

    kind = Rule.Kind.HIDE
    product = factory.SubFactory(ProductFactory)
    position = factory.LazyAttribute(lambda made: 1 if made.kind == Rule.Kind.PIN else None)


class StaffFactory(DjangoModelFactory[User]):
    """Somebody who may log in to the admin, with these permissions and no others."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = "assistant"
    is_staff = True

    @factory.post_generation
    def permissions(self, create: bool, extracted: Sequence[str] | None) -> None:
        self.user_permissions.set(Permission.objects.filter(codename__in=extracted or ()))
