"""The words of the field, each in one sentence: the one place that pages take them from.

On a page by its name: {% load glossary %}{% term "embedding" %}. A list shows those of its
`glossary`, in the admin of its model.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    """A word as staff meet it, and what it means."""

    word: str | Promise
    meaning: str | Promise


TERMS = {
    "embedding": Term(
        _("embedding"),
        _(
            "A picture as a row of numbers that a network made of it: pictures that look alike "
            "have numbers that are close."
        ),
    ),
    "space": Term(
        _("space"),
        _(
            "One way of making embeddings, with all that it made: only embeddings of one space "
            "can be compared, and shoppers see the answers of the live one."
        ),
    ),
    "match": Term(
        _("match"),
        _(
            "How alike two pictures are, in points from 0 to 100, by how alike this shop's "
            "pictures are by chance."
        ),
    ),
    "recall": Term(
        _("recall"),
        _(
            "The share of the truly nearest pictures that the index finds; what it misses is the "
            "price of being quick."
        ),
    ),
    "index": Term(
        _("index"),
        _("What finds the nearest embeddings without comparing a picture with all others."),
    ),
    "pooling": Term(
        _("pooling"),
        _("How the numbers of all places of a picture become one row of numbers."),
    ),
    "grade": Term(
        _("grade"),
        _(
            "How often the nearest pictures are of the same product or kind, from 0 to 1, "
            "measured with pictures of which that is known."
        ),
    ),
    "diversity": Term(
        _("diversity"),
        _("How much an answer avoids showing things that look like one another."),
    ),
    "filler": Term(
        _("filler"),
        _("A picture that unrelated products share, such as a size chart: it is not compared."),
    ),
    "family": Term(
        _("family"),
        _("The variants of one design; an answer shows one of them."),
    ),
    "pin": Term(_("pin"), _("A rule that puts a product at a fixed place of an answer.")),
    "boost": Term(_("boost"), _("A rule that moves a product up by some points of its match.")),
    "bury": Term(_("bury"), _("A rule that moves a product down by some points of its match.")),
    "hide": Term(_("hide"), _("A rule that keeps a product out of answers.")),
    "feed": Term(
        _("feed"), _("A file of products at an address, fetched and imported by a timetable.")
    ),
    "dry_run": Term(
        _("dry run"), _("A file is compared with the shop and nothing is changed by that.")
    ),
}
