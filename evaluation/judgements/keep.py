"""Giving a judgement, giving another one, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from catalog.models import Product, ProductImage
from evaluation.judgements.models import Judgement, Verdict
from infra.refusals import RefusedError

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class JudgementRefusedError(RefusedError, ValueError):
    """Codes: verdict, same (one product), gone (no such product)."""


def judge(
    user: User,
    *,
    asked: int,
    shown: int,
    verdict: str,
    pictures: tuple[int | None, int | None] = (None, None),
) -> Judgement:
    """Keep what somebody says of a pair of products; their last word counts.

    pictures: ids of those that were compared. Raises JudgementRefusedError.
    """
    if verdict not in Verdict.values:
        raise JudgementRefusedError("verdict", _("There is no such judgement."))
    if asked == shown:
        raise JudgementRefusedError("same", _("A product is not judged beside itself."))
    if Product.objects.filter(pk__in=[asked, shown]).count() < 2:
        raise JudgementRefusedError("gone", _("One of the two products is no longer there."))
    digests = _digests(asked, shown, pictures)
    kept, _new = Judgement.objects.update_or_create(
        user=user,
        asked_id=asked,
        shown_id=shown,
        defaults={
            "verdict": verdict,
            "asked_digest": digests.get((asked, pictures[0]), ""),
            "shown_digest": digests.get((shown, pictures[1]), ""),
        },
    )
    return kept


def take_back(user: User, *, asked: int, shown: int) -> bool:
    """Forget what somebody said of a pair; was there anything?"""
    deleted, _rows = Judgement.objects.filter(user=user, asked_id=asked, shown_id=shown).delete()
    return bool(deleted)


def own_verdicts(user: User, *, asked: int, shown: Iterable[int]) -> dict[int, str]:
    """What somebody has said of products beside this one: id of the shown product -> verdict."""
    own = Judgement.objects.filter(user=user, asked_id=asked, shown_id__in=list(shown))
    return dict(own.values_list("shown_id", "verdict"))


def _digests(
    asked: int, shown: int, pictures: tuple[int | None, int | None]
) -> dict[tuple[int, int | None], str]:
    """Only of pictures of these products: an id that was made up names none."""
    found = ProductImage.objects.filter(
        pk__in=[each for each in pictures if each is not None], product__in=[asked, shown]
    )
    return {(product, pk): sha for product, pk, sha in found.values_list("product", "pk", "sha256")}
