"""Judging groups of pictures that are nearly the same, when they are found and ever after."""

from __future__ import annotations

import logging
from collections.abc import Collection

from catalog.models import Product, ProductImage, SetAside
from embeddings.comparing.filler_rule import MOST_COUNTED, is_filler
from embeddings.comparing.uses import read_uses

logger = logging.getLogger(__name__)

MOST_READ = 500  # pictures of one group: enough to judge it by


def review_fillers() -> None:
    """Let pictures count again whose group has lost what made it one: products went, or moved."""
    fillers = ProductImage.objects.filter(set_aside=SetAside.FILLER)
    for group in list(fillers.order_by().values_list("set_aside_group", flat=True).distinct()):
        members = fillers.filter(set_aside_group=group)
        if not are_fillers(list(members.values_list("pk", flat=True)[:MOST_READ])):
            cleared = members.update(set_aside="", set_aside_group="")
            logger.info("%d pictures like %.8s are compared again", cleared, group)


def are_fillers(images: Collection[int]) -> bool:
    """Whether these pictures, which are nearly the same, tell nothing about their products."""
    uses = read_uses(images)
    if len(uses) < 2:
        return False
    # Asked for each group twice a minute: of a million products no more are counted than matter.
    products = Product.objects.order_by()[:MOST_COUNTED].count()
    return is_filler(uses, products=products)
