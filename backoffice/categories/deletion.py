"""What stands in the way of deleting categories: in numbers, with the first few names."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.models import Category, Product
from recommendations.models import Rule

Deleted = tuple[list[str], dict[str, int], set[str], list[str]]
SHOWN = 5


def what_goes(categories: Iterable[Category], request: HttpRequest) -> Deleted:
    """As `get_deleted_objects` returns it: products, and categories left inside, protect them.

    Rules that hold beside all that is in them go with them, if whoever asks may delete rules.
    """
    chosen = list(categories)
    ids = [each.pk for each in chosen]
    products = Product.objects.filter(category__in=ids)
    inside = Category.objects.filter(parent__in=ids).exclude(pk__in=ids)
    protected = []
    if count := products.count():
        told = ngettext("%(n)s product: %(names)s", "%(n)s products: %(names)s", count)
        protected.append(told % {"n": f"{count:,}", "names": _first(products, count)})
    if count := inside.count():
        told = ngettext("%(n)s category: %(names)s", "%(n)s categories: %(names)s", count)
        protected.append(told % {"n": f"{count:,}", "names": _first(inside, count)})
    names = [str(each) for each in chosen]
    counts = {_("categories"): len(chosen)}
    missing: set[str] = set()
    if rules := Rule.objects.filter(beside_category__in=ids).count():
        counts[_("rules")] = rules
        if not request.user.has_perm("recommendations.delete_rule"):
            missing.add(_("rule"))
    return names, counts, missing, protected


def _first(things: QuerySet[Product] | QuerySet[Category], count: int) -> str:
    names = ", ".join(things.order_by("name", "pk").values_list("name", flat=True)[:SHOWN])
    if count <= SHOWN:
        return names
    return _("%(names)s and %(more)s more") % {"names": names, "more": f"{count - SHOWN:,}"}
