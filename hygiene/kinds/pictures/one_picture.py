"""What the kinds have in common that look at one picture by itself."""

from __future__ import annotations

from typing import Any

from catalog.models import Compare, ProductImage
from hygiene.findings.models import FindingKind
from hygiene.kinds.base import Found


def found_in(
    image: ProductImage,
    kind: FindingKind,
    *,
    confidence: float,
    basis: tuple[Any, ...] = (),
    **evidence: Any,
) -> Found:
    """A finding about this picture; it is told again once its file is another one.

    basis: what else, beside the file, has to change for that
    """
    return Found(
        subject=f"picture:{image.pk}",
        product_id=image.product_id,
        picture_id=image.pk,
        confidence=confidence,
        evidence={"picture_sha256": image.sha256, **evidence},
        basis=(kind, image.sha256, *basis),
    )


def is_settled(image: ProductImage) -> bool:
    """Whether staff have decided about the picture already."""
    return image.compare != Compare.AUTO
