"""Staff's word about comparing pictures goes first, and takes hold at once."""

from __future__ import annotations

from collections.abc import Collection

from catalog.models import Compare, ProductImage, SetAside
from embeddings.queue import follow_comparing
from embeddings.queue.wake import wake_workers


def decide(images: Collection[int], word: Compare) -> int:
    """Say of pictures whether they are compared; of how many."""
    changed = ProductImage.objects.filter(pk__in=images).update(compare=word)
    _, queued = follow_comparing(images)
    if queued:
        wake_workers()
    return changed


def decide_fillers(groups: Collection[str], word: Compare) -> int:
    """The same of all pictures of groups of fillers, named by their `set_aside_group`."""
    fillers = ProductImage.objects.filter(set_aside=SetAside.FILLER, set_aside_group__in=groups)
    return decide(list(fillers.order_by("pk").values_list("pk", flat=True)), word)


def word_about(group: str, *, besides: Collection[int]) -> str:
    """What staff have said of all of a group's fillers; empty where they have not, or not of all.

    besides: pictures that have just joined it.
    """
    known = ProductImage.objects.filter(set_aside=SetAside.FILLER, set_aside_group=group)
    words = set(known.exclude(pk__in=besides).order_by().values_list("compare", flat=True))
    return words.pop() if len(words) == 1 and Compare.AUTO not in words else ""
