"""Where two pictures match: each cell's share of the cosine, drawn on both."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from PIL import Image

from backoffice.demand import demand
from backoffice.lab.match.heat import Drawn, draw, strongest_of
from backoffice.lab.match.pictures import NoSuchPictureError, Shown, shown
from backoffice.lab.match.words import exactness_words, part_words, refused_words
from backoffice.lab.page import context_of
from backoffice.lab.permissions import may_look
from backoffice.sent_ids import sent_id
from catalog.images.validation import ValidationBusyError
from embeddings.matches.ask import match_of
from embeddings.matches.named import MatchRefusedError
from embeddings.models import EmbeddingSpace
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError
from embeddings.photos.store import read_photo
from embeddings.pipeline import ComponentMatch, add_up, reweigh
from recommendations.request.block_weights import parse_weights
from recommendations.request.query import BlockWeightsInvalidError
from web.photo_places import photo_place

TEMPLATE = "admin/evaluation/judgement/match.html"


@dataclass(frozen=True, kw_only=True)
class Part:
    """All together, or one component, with the pictures that show it."""

    name: str
    cosine: float
    """What it adds to the pictures' cosine."""
    exactness: str
    drawn: list[Drawn]


def show_match(request: HttpRequest) -> HttpResponse:
    """Whoever may look sees it; where no worker answers, it says so with 503."""
    demand(may_look(request))
    context: dict[str, Any] = {**context_of(request, _("Where they match"))}
    status, headers = 200, {}
    try:
        space = _space(request.GET.get("space", ""))
        pair = [shown(request.GET.get(name, "")) for name in ("one", "other")]
        context |= {"space": space, "pair": pair}
        with photo_place():
            matches = match_of(pair[0].named, pair[1].named, space=space)
        if weights := request.GET.get("weights", ""):
            matches = reweigh(matches, parse_weights(weights))
            context["weights"] = weights
        context |= {"parts": _parts(matches, pair), "unseen": _unseen(matches)}
    except (NoSuchPictureError, MatchRefusedError, PhotoGoneError) as error:
        status = 404
        told = str(error) if isinstance(error, NoSuchPictureError) else refused_words(str(error))
        context["problem"] = told
    except BlockWeightsInvalidError as error:
        status, context["problem"] = 400, str(error)
    except (PhotosUnavailableError, ValidationBusyError) as error:
        status, headers = 503, {"Retry-After": "2"}
        context["problem"] = _("No worker has answered yet: %(reason)s") % {"reason": error}
        context |= _again(request)
    return TemplateResponse(request, TEMPLATE, context, status=status, headers=headers)


def _again(request: HttpRequest) -> dict[str, Any]:
    """The address of the same page, and how often it was tried; a script does so a few times."""
    said = request.GET.copy()
    tries = said.get("tries", "")
    tried = int(tries) + 1 if tries.isdecimal() and len(tries) < 3 else 1
    said["tries"] = str(tried)
    return {"again": f"?{said.urlencode()}", "tries": tried}


def _space(text: str) -> EmbeddingSpace:
    space = EmbeddingSpace.objects.active().filter(pk=sent_id(text)).first()
    if space is None:
        raise NoSuchPictureError(_("This space is no longer there."))
    return space


def _parts(matches: Sequence[ComponentMatch], pair: list[Shown]) -> list[Part]:
    seen = [match for match in matches if match.cosine is not None]
    if not seen:
        return []
    whole = sum((match.cosine or 0.0) * match.share for match in seen)
    sizes = [each.size or _size_of(each) for each in pair]
    parts = [
        Part(
            name=part_words(match),
            cosine=(match.cosine or 0.0) * match.share,
            exactness=exactness_words([match.exactness]),
            drawn=_draw(match.heats, pair, sizes, whole),
        )
        for match in seen
    ]
    together = Part(
        name=_("All together"),
        cosine=whole,
        exactness=exactness_words([match.exactness for match in seen]),
        drawn=_draw([add_up(seen, side=side) for side in (0, 1)], pair, sizes, whole),
    )
    return [together, *parts] if len(parts) > 1 else parts


def _draw(
    heats: Sequence[Any], pair: list[Shown], sizes: list[tuple[int, int]], whole: float
) -> list[Drawn]:
    most = strongest_of(heats)
    return [
        draw(heat, name=each.name, address=each.address, size=size, most=most, cosine=whole)
        for heat, each, size in zip(heats, pair, sizes, strict=True)
    ]


def _size_of(photo: Shown) -> tuple[int, int]:
    # Only the head of the file is read; a worker has decoded all of it.
    with Image.open(io.BytesIO(read_photo(photo.named.photo_id or ""))) as image:
        return image.size


def _unseen(matches: Sequence[ComponentMatch]) -> list[str]:
    """Components that say nothing about places."""
    return [part_words(match) for match in matches if match.cosine is None]
