"""What the lab shows of a product in one side, ready for a template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from backoffice.lab.sides.words import why_not, why_there
from catalog.product_cards import CardPicture, ProductCard, read_cards
from embeddings.matches.named import Named
from recommendations.candidate import Candidate, Moved
from recommendations.inspection.inspect import Inspection
from recommendations.inspection.left_out import LeftOut
from recommendations.inspection.setting import Setting
from recommendations.inspection.way import way_of

_BLOCKS = {"visual": _("shape"), "colour": _("colour")}


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A place of an answer."""

    place: int
    candidate: Candidate
    card: ProductCard
    picture: str
    """Address of the one that resembles what is asked, or of the cover; empty without one."""
    why: list[str]
    blocks: list[tuple[str, float]]
    """What shoppers call it, and its cosine."""
    asked_image: int | None
    match_address: str
    """Empty where nothing was compared."""
    verdict: str = ""
    """What the one who looks has said of it."""

    @property
    def moved(self) -> Moved | None:
        return self.candidate.moved


@dataclass(frozen=True, kw_only=True)
class Absent:
    """A product that was left out."""

    card: ProductCard
    picture: str
    left_out: LeftOut
    why: str


def slots_of(
    found: Inspection, setting: Setting, *, photo: str, verdicts: Mapping[int, str]
) -> list[Slot]:
    """The places of an answer. photo: the id of the photo that is asked with, or empty."""
    return [
        _slot(each, place, found, setting, photo=photo, verdict=verdicts.get(each.product_id, ""))
        for place, each in enumerate(found.answer.results, start=1)
    ]


def _slot(
    each: Candidate, place: int, found: Inspection, setting: Setting, *, photo: str, verdict: str
) -> Slot:
    explained = each.explanation
    asked = explained.asked_image.pk if explained and explained.asked_image else None
    return Slot(
        place=place,
        candidate=each,
        card=each.product,
        picture=small(each.matched_image or each.product.cover),
        why=list(why_there(each, way_of(each, found.trace))),
        blocks=[
            (str(_BLOCKS.get(name, name)), cosine)
            for name, cosine in (explained.blocks if explained else {}).items()
        ],
        asked_image=asked,
        match_address=_match_address(each, asked, setting, photo=photo),
        verdict=verdict,
    )


def _match_address(each: Candidate, asked: int | None, setting: Setting, *, photo: str) -> str:
    one = Named.photo(photo) if photo else asked and Named.picture(asked)
    if not one or each.image_id is None:
        return ""
    pair = {"one": one.name, "other": Named.picture(each.image_id).name}
    weights = ",".join(f"{name}:{weight:g}" for name, weight in (setting.weights or {}).items())
    said = {"space": setting.space.pk, **pair, **({"weights": weights} if weights else {})}
    query = urlencode(said)
    return f"{reverse('admin:evaluation_judgement_match')}?{query}"


def absent_of(found: Inspection) -> list[Absent]:
    """What was left out, each with its card."""
    ids = [each.product_id for each in found.left_out]
    cards = {card.pk: card for card in read_cards(ids)}
    names = {each.product_id: each.product.name for each in found.answer.results}
    return [
        Absent(
            card=cards[each.product_id],
            picture=small(cards[each.product_id].cover),
            left_out=each,
            why=why_not(each, names.get(each.instead or 0, "")),
        )
        for each in found.left_out
        if each.product_id in cards
    ]


def small(picture: CardPicture | None) -> str:
    """The address of a small rendition; empty without a picture."""
    return picture.url_at(160) if picture else ""
