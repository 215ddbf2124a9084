"""What a form holds becomes its product's when the form is saved, once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from catalog.images.held.draft import Draft
from catalog.images.held.models import HeldPicture
from catalog.images.saving import adopt_file, next_position
from catalog.models import Compare, Product, ProductImage


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How staff want a held picture to stand with its product."""

    held: int
    alt: str = ""
    position: int | None = None
    """None: behind all others."""
    compare: str = Compare.AUTO


@dataclass(frozen=True)
class Adopted:
    """What came of the pictures that a form held."""

    added: list[ProductImage] = field(default_factory=list)
    replaced: list[ProductImage] = field(default_factory=list)
    files_before: dict[int, str] = field(default_factory=dict)
    """Of those that were replaced: id -> the name of the file that has gone."""
    twice: list[str] = field(default_factory=list)
    """Names of the files that the product shows already: they were not added again."""

    @property
    def blank(self) -> int:
        """How many of them have nothing in them to be compared."""
        return sum(image.set_aside == "blank" for image in (*self.added, *self.replaced))


def adopt(draft: Draft, product: Product, wishes: Sequence[Wish]) -> Adopted:
    """Give a product what its form holds; ids of other forms, or adopted before, are passed over.

    So a form that is sent twice adds nothing twice. No file is written or copied.
    """
    adopted = Adopted()
    if not wishes:
        return adopted
    with transaction.atomic():
        # Whoever comes second waits here, and then finds what the first has added.
        Product.objects.select_for_update(no_key=True).order_by().get(pk=product.pk)
        wanted = HeldPicture.objects.of(draft).filter(pk__in=[wish.held for wish in wishes])
        found = {held.pk: held for held in wanted.select_for_update()}
        shown = set(product.images.values_list("sha256", flat=True))
        for wish in wishes:
            held = found.pop(wish.held, None)
            if held is None:
                continue
            if held.replaces_id is not None:
                _replace(held, product, adopted)
            elif held.sha256 in shown:
                adopted.twice.append(held.name)
            else:
                adopted.added.append(_add(held, product, wish))
                shown.add(held.sha256)
            held.delete()
    return adopted


def _add(held: HeldPicture, product: Product, wish: Wish) -> ProductImage:
    position = next_position(product) if wish.position is None else wish.position
    image = ProductImage(product=product, alt=wish.alt, position=position, compare=wish.compare)
    adopt_file(image, held)
    return image


def _replace(held: HeldPicture, product: Product, adopted: Adopted) -> None:
    image = product.images.select_for_update().filter(replacements=held).first()
    if image is not None:
        adopted.files_before[image.pk] = image.image.name or ""
        adopt_file(image, held)
        adopted.replaced.append(image)
