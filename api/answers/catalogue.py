"""What the API says of categories, pictures and products; never a vector."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.answers.as_json import Picture, card_as_json, picture_as_json, product_as_json
from api.answers.links import links_of
from catalog.attributes.labels import attribute_rows
from catalog.descriptions.plain_text import plain_text
from catalog.descriptions.safe_html import safe_html
from catalog.images.storage import RENDITION_WIDTHS
from catalog.models import Product
from catalog.product_cards import ProductCard
from catalog.search.finding import Reading


class PictureSizeSerializer(serializers.Serializer[Any]):
    """One size of a picture; never enlarged, so a small picture stays at its own width."""

    size = serializers.ChoiceField(choices=RENDITION_WIDTHS, help_text="Asked for, in px.")
    width = serializers.IntegerField(help_text="px")
    height = serializers.IntegerField(help_text="px")
    url = serializers.URLField()


class PictureSerializer(serializers.Serializer[Any]):
    """A picture of a product."""

    url = serializers.URLField(read_only=True, help_text="At full size.")
    width = serializers.IntegerField(help_text="px")
    height = serializers.IntegerField(help_text="px")
    alt = serializers.CharField(help_text="What to say in its place.")
    sizes = PictureSizeSerializer(many=True, read_only=True)

    def to_representation(self, instance: Picture) -> dict[str, Any]:
        return picture_as_json(instance, links_of(self)) or {}


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

    url = serializers.URLField(read_only=True, help_text="Its details in this API.")
    category = CategoryLinkSerializer()
    currency = serializers.CharField(read_only=True, help_text="Of the price, by ISO 4217.")
    in_stock = serializers.BooleanField(read_only=True)

    class Meta:
        model = Product
        fields = [
            *("url", "slug", "sku", "name", "brand", "category", "price", "currency", "in_stock"),
        ]

    def to_representation(self, instance: Product | ProductCard) -> dict[str, Any]:
        return product_as_json(instance, links_of(self))


class ProductCardSerializer(ProductSerializer):
    """A product as a list shows it, with its cover."""

    image = PictureSerializer(allow_null=True)

    class Meta(ProductSerializer.Meta):
        fields = [*ProductSerializer.Meta.fields, "image"]

    def to_representation(self, instance: Any) -> dict[str, Any]:
        return card_as_json(instance, links_of(self))


class AttributeLabelSerializer(serializers.Serializer[Any]):
    """An attribute as people read it."""

    label = serializers.CharField(help_text="Such as Colour.")  # type: ignore[assignment]
    text = serializers.CharField(help_text="Its value, or its values with commas.")


class ProductDetailSerializer(ProductSerializer):
    """Everything about a product."""

    description = serializers.CharField(read_only=True, help_text="In words alone, without tags.")
    description_html = serializers.CharField(
        read_only=True,
        help_text="The same as HTML that is safe to show: no scripts, styles, pictures or forms.",
    )
    attribute_labels = AttributeLabelSerializer(
        many=True, read_only=True, help_text="The same attributes, ready to be shown."
    )
    images = PictureSerializer(many=True, help_text="The cover comes first.")
    variants = ProductCardSerializer(many=True, read_only=True, help_text="Others of its family.")
    similar = serializers.URLField(read_only=True, help_text="Products that look like it.")
    looks = serializers.URLField(
        read_only=True, help_text="Products that staff put together with it."
    )

    class Meta(ProductSerializer.Meta):
        fields = [
            *ProductSerializer.Meta.fields,
            *("description", "description_html", "attributes", "attribute_labels"),
            *("images", "variants", "similar", "looks"),
        ]

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """`variants` of the context are its variants: the view knows how many to show."""
        links = links_of(self)
        return {
            **product_as_json(instance, links),
            "description": plain_text(instance.description),
            "description_html": safe_html(instance.description),
            "attributes": instance.attributes,
            "attribute_labels": [
                {"label": label, "text": text}
                for label, text in attribute_rows(instance.attributes)
            ],
            "images": [picture_as_json(image, links) for image in instance.images.all()],
            "variants": [card_as_json(card, links) for card in self.context["variants"]],
            "similar": links.product(instance.slug, part="similar"),
            "looks": links.product(instance.slug, part="looks"),
        }


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
    label = serializers.CharField(help_text="As people read it.")  # type: ignore[assignment]
    count = serializers.IntegerField(
        allow_null=True, help_text="null where there are too many products to count them all."
    )


class AttributeFacetSerializer(serializers.Serializer[Any]):
    """An attribute that many of the products have, with its values."""

    name = serializers.CharField()
    label = serializers.CharField(help_text="As people read it.")  # type: ignore[assignment]
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
        help_text="Give it back as `cursor` for the next page; null at the end.",
    )
    searched = WordSearchSerializer(
        allow_null=True, help_text="How the words were understood; null without a search."
    )
    facets = FacetsSerializer(allow_null=True, help_text="null with `facets=false`.")
    results = ProductCardSerializer(many=True)
