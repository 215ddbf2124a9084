"""The part of a product page's address that refines its look-alikes, read and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from catalog.addresses.named import named_products
from catalog.models import Product
from recommendations.request.refinement import Refinement
from recommendations.request.wish import Value, Wish, WordsRefusedError, parse_but, write_but

MAX_EXAMPLES = 8
"""Of each sort: the mean of more says nothing any more."""
_MAX_CHARACTERS = 200


@dataclass(frozen=True, kw_only=True)
class Refining:
    """What an address asks for, with the addresses of what may be asked for next."""

    but: tuple[Value, ...] = ()
    more: tuple[str, ...] = ()
    """Slugs of products that it shall be more like, too."""
    less: tuple[str, ...] = ()
    colour: int | None = None
    """Percent that colour counts; None as the shop has it."""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Self:
        """From the parameters of an address; what makes no sense there is as if absent."""
        more = _slugs(asked.get("more", ""))
        less = _slugs(asked.get("less", ""))
        return cls(
            but=_wished(asked.get("but", "")),
            more=more,
            less=tuple(slug for slug in less if slug not in more),
            colour=_percent(asked.get("colour", "")),
        )

    def __bool__(self) -> bool:
        return self != Refining()

    def known(self, product: Product, *, own_colour: int | None) -> tuple[Refining, Refinement]:
        """The same with what the shop has, other than this product, and as it is asked.

        `own_colour`: how much colour counts unless asked, None where there is no choice.
        """
        named = named_products({*self.more, *self.less} - {product.slug})
        # By today's slugs, so that one that was named by an old one is not there twice.
        more = dict.fromkeys(named[slug] for slug in self.more if slug in named)
        less = dict.fromkeys(named[slug] for slug in self.less if slug in named)
        liked, disliked = [*more], [each for each in less if each not in more]
        colour = None if own_colour in (None, self.colour) else self.colour
        refinement = Refinement(
            wish=Wish(but=self.but), more=tuple(liked), less=tuple(disliked), colour=colour
        )
        refining = Refining(
            but=self.but,
            more=tuple(each.slug for each in liked),
            less=tuple(each.slug for each in disliked),
            colour=colour,
        )
        return refining, refinement

    def more_like(self, slug: str) -> Refining:
        """With another product that it shall be more like."""
        others = self.without(slug)
        return replace(others, more=(*others.more, slug)[-MAX_EXAMPLES:])

    def less_like(self, slug: str) -> Refining:
        """With another product that it shall be less like."""
        others = self.without(slug)
        return replace(others, less=(*others.less, slug)[-MAX_EXAMPLES:])

    def without(self, slug: str) -> Refining:
        """Without this example."""
        return replace(
            self,
            more=tuple(each for each in self.more if each != slug),
            less=tuple(each for each in self.less if each != slug),
        )

    def as_parameters(self) -> dict[str, Any]:
        """Names and values as an address has them, and a form without what it asks itself."""
        parameters: dict[str, Any] = {
            "but": write_but(self.but),
            "more": ",".join(self.more),
            "less": ",".join(self.less),
        }
        found = {name: value for name, value in parameters.items() if value}
        return found if self.colour is None else found | {"colour": self.colour}

    @property
    def query(self) -> str:
        """What stands behind the address of the page: `?more=a,b`, or nothing."""
        parameters = self.as_parameters()
        return f"?{urlencode(parameters, safe=',')}" if parameters else ""

    @property
    def others(self) -> dict[str, Any]:
        """What a form for the share of colour has to keep."""
        return replace(self, colour=None).as_parameters()


def _wished(text: str) -> tuple[Value, ...]:
    try:
        return parse_but(text[:_MAX_CHARACTERS].replace("\0", ""))
    except WordsRefusedError:
        return ()


def _slugs(text: str) -> tuple[str, ...]:
    parts = dict.fromkeys(text[:4_000].replace("\0", "").split(","))
    return tuple(part.strip() for part in parts if part.strip())[:MAX_EXAMPLES]


def _percent(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text[:4]) <= 100 else None
