"""What the API says of categories, pictures and products; never a vector."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from catalog.conf import conf
from catalog.descriptions.plain_text import plain_text
from catalog.descriptions.safe_html import safe_html
from catalog.images.storage import RENDITION_WIDTHS
from catalog.models import Product, ProductImage
from catalog.product_cards import CardPicture, ProductCard
from catalog.search.finding import Reading
from web.public_address import answered_url

Picture = ProductImage | CardPicture


def _absolute(serializer: serializers.Serializer[Any], address: str) -> str:
    """An address as whoever asked reaches it."""
    request: Request = serializer.context["request"]
    return answered_url(request, address)


class PictureSizeSerializer(serializers.Serializer[Any]):
    """One size of a picture; never enlarged, so a small picture stays at its own width."""

    size = serializers.ChoiceField(choices=RENDITION_WIDTHS, help_text="Asked for, in px.")
    width = serializers.IntegerField(help_text="px")
    height = serializers.IntegerField(help_text="px")
    url = serializers.URLField()


class PictureSerializer(serializers.Serializer[Any]):
    """A picture of a product."""

    url = serializers.SerializerMethodField(help_text="At full size.")
    width = serializers.IntegerField(help_text="px")
    height = serializers.IntegerField(help_text="px")
    alt = serializers.CharField(source="description", help_text="What to say in its place.")
    sizes = serializers.SerializerMethodField()

    @extend_schema_field(serializers.URLField)
    def get_url(self, image: Picture) -> str:
        return _absolute(self, image.url)

    @extend_schema_field(PictureSizeSerializer(many=True))
    def get_sizes(self, image: Picture) -> list[dict[str, Any]]:
        return [self._size(image, size) for size in RENDITION_WIDTHS]

    def _size(self, image: Picture, size: int) -> dict[str, Any]:
        width = min(size, image.width)
        return {
            "size": size,
            "width": width,
            "height": max(1, round(image.height * width / image.width)),
            "url": _absolute(self, image.url_at(size)),
        }


class CategoryLinkSerializer(serializers.Serializer[Any]):
    """The category of a product."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class CategorySerializer(CategoryLinkSerializer):
    """A category, its place in the tree, and how many products are to be seen in it."""

    description = serializers.CharField()
    parent = serializers.SlugField(  # type: ignore[assignment]
        allow_null=True, help_text="Slug of the category above."
    )
    products = serializers.IntegerField(help_text="Published, in it and in all below it.")


class CategoryListSerializer(serializers.Serializer[Any]):
    """All categories, each after the one above it."""

    results = CategorySerializer(many=True)


class ProductSerializer(serializers.ModelSerializer[Product]):
    """A product in short."""

    url = serializers.SerializerMethodField(help_text="Its details in this API.")
    category = CategoryLinkSerializer()
    currency = serializers.SerializerMethodField(help_text="Of the price, by ISO 4217.")
    in_stock = serializers.SerializerMethodField()

    class Meta:
        model = Product
        fields = [
            *("url", "slug", "sku", "name", "brand", "category", "price", "currency", "in_stock"),
        ]

    @extend_schema_field(serializers.URLField)
    def get_url(self, product: Product | ProductCard) -> str:
        return self.link("api:product", product)

    def get_currency(self, product: Product | ProductCard) -> str:
        return str(conf.CURRENCY)

    def get_in_stock(self, product: Product | ProductCard) -> bool:
        return product.stock > 0

    def link(self, name: str, product: Product | ProductCard) -> str:
        return _absolute(self, reverse(name, args=[product.slug]))


class ProductCardSerializer(ProductSerializer):
    """A product as a list shows it, with its cover."""

    image = PictureSerializer(source="cover", allow_null=True)

    class Meta(ProductSerializer.Meta):
        fields = [*ProductSerializer.Meta.fields, "image"]


class ProductDetailSerializer(ProductSerializer):
    """Everything about a product."""

    description = serializers.SerializerMethodField(help_text="In words alone, without tags.")
    description_html = serializers.SerializerMethodField(
        help_text="The same as HTML that is safe to show: no scripts, styles, pictures or forms."
    )
    images = PictureSerializer(many=True, help_text="The cover comes first.")
    variants = serializers.SerializerMethodField(help_text="Others of its family.")
    similar = serializers.SerializerMethodField(help_text="Products that look like it.")
    looks = serializers.SerializerMethodField(help_text="Products that staff put together with it.")

    class Meta(ProductSerializer.Meta):
        fields = [
            *ProductSerializer.Meta.fields,
            *("description", "description_html", "attributes", "images", "variants"),
            *("similar", "looks"),
        ]

    def get_description(self, product: Product) -> str:
        return plain_text(product.description)

    def get_description_html(self, product: Product) -> str:
        return safe_html(product.description)

    @extend_schema_field(ProductCardSerializer(many=True))
    def get_variants(self, product: Product) -> list[dict[str, Any]]:
        """As `variants` of the context has them: the view knows how many to show."""
        shown = ProductCardSerializer(self.context["variants"], many=True, context=self.context)
        return list(shown.data)

    @extend_schema_field(serializers.URLField)
    def get_similar(self, product: Product) -> str:
        return self.link("api:similar", product)

    @extend_schema_field(serializers.URLField)
    def get_looks(self, product: Product) -> str:
        return self.link("api:looks", product)


class CategoryFacetSerializer(CategoryLinkSerializer):
    count = serializers.IntegerField()


class BrandFacetSerializer(serializers.Serializer[Any]):
    brand = serializers.CharField()
    count = serializers.IntegerField()


class PriceFacetSerializer(serializers.Serializer[Any]):
    """How many products cost from `price_min` to `price_max`, both included."""

    price_min = serializers.DecimalField(max_digits=10, decimal_places=2)
    price_max = serializers.DecimalField(max_digits=10, decimal_places=2, allow_null=True)
    count = serializers.IntegerField()


class AttributeValueSerializer(serializers.Serializer[Any]):
    value = serializers.CharField(help_text="As text: oak, 24, true.")
    count = serializers.IntegerField(
        allow_null=True, help_text="null where there are too many products to count them all."
    )


class AttributeFacetSerializer(serializers.Serializer[Any]):
    """An attribute that many of the products have, with its values."""

    name = serializers.CharField()
    values = AttributeValueSerializer(many=True)


class FacetsSerializer(serializers.Serializer[Any]):
    """How the products found spread; each value can be given back as a filter.

    Of several values of one facet any will do, so its counts do not depend on what is chosen in it.
    """

    category = CategoryFacetSerializer(many=True)
    brand = BrandFacetSerializer(many=True)
    price = PriceFacetSerializer(many=True)
    in_stock = serializers.IntegerField(help_text="So many of them can be had.")
    attributes = AttributeFacetSerializer(
        many=True, help_text="Those that matter among the products found."
    )

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        """As counted: field by field, a thousand categories would take 20 ms."""
        return instance


class WordSearchSerializer(serializers.Serializer[Any]):
    """What was searched for."""

    reading = serializers.ChoiceField(
        choices=[each.value for each in Reading],
        help_text="`corrected`: nothing has these words, and the nearest that the shop knows took "
        "their place; `some_words`: no product has all of them.",
    )
    words = serializers.CharField(help_text="As typed, or what they were taken for.")


class ProductPageSerializer(serializers.Serializer[Any]):
    """One page of the products found."""

    count = serializers.IntegerField(help_text="Of all pages.")
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    next_cursor = serializers.CharField(
        allow_null=True,
        help_text="Give it back as `cursor` for the next page; null at the end, and where the "
        "order is by relevance.",
    )
    searched = WordSearchSerializer(
        allow_null=True, help_text="How the words were understood; null without a search."
    )
    facets = FacetsSerializer(allow_null=True, help_text="null with `facets=false`.")
    results = ProductCardSerializer(many=True)
