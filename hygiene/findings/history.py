"""What mending a finding changes of products and of their pictures, into the products' history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.contrib.auth.models import AbstractBaseUser

from catalog.history import Changes, Door, Snapshot, differences, record, snapshot
from catalog.models import Product, ProductImage
from hygiene.findings.models import Finding

_OF_PICTURE = ("image", "alt", "position", "compare")


@dataclass(frozen=True)
class Before:
    """What a finding is about, as it was."""

    products: dict[int, Snapshot]
    """By id."""
    pictures: dict[int, tuple[int, Snapshot]]
    """By id, each with its product's."""

    @classmethod
    def of(cls, finding: Finding) -> Self:
        products = [pk for pk in (finding.product_id, finding.other_product_id) if pk]
        pictures = [pk for pk in (finding.picture_id, finding.other_picture_id) if pk]
        return cls(
            {each.pk: snapshot(each) for each in Product.objects.filter(pk__in=products)},
            {
                each.pk: (each.product_id, snapshot(each, _OF_PICTURE))
                for each in ProductImage.objects.filter(pk__in=pictures)
            },
        )

    def keep_changes(self, *, by: AbstractBaseUser) -> None:
        """Record what is otherwise by now, within the transaction that changed it."""
        now = Product.objects.in_bulk(list(self.products))
        changes = {
            pk: differences(self.products[pk], snapshot(each), each) for pk, each in now.items()
        }
        images = ProductImage.objects.in_bulk(list(self.pictures))
        for pk, (owner, before) in self.pictures.items():
            if owner in changes:
                changes[owner] |= _of_picture(pk, before, images.get(pk))
        record(((now[pk], each) for pk, each in changes.items()), by=by, door=Door.ADMIN)


def _of_picture(pk: int, before: Snapshot, image: ProductImage | None) -> Changes:
    """As the product's own form has it: images:<id> -> what it was, what it is."""
    if image is None:
        return {f"images:{pk}": [before, None]}
    parts = differences(before, snapshot(image, _OF_PICTURE), image)
    sides = [{name: pair[side] for name, pair in parts.items()} for side in (0, 1)]
    return {f"images:{pk}": sides} if parts else {}
