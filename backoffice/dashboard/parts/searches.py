"""What shoppers searched for in vain."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.dashboard.charts.bars import BarChart, draw_bars
from backoffice.dashboard.parts.part import Part
from backoffice.dashboard.permissions import may_view
from backoffice.dashboard.shop import Shop
from monitoring.conf import conf
from monitoring.searches.reading import count_by_day, read_unanswered

DAYS = 30
_MOST = 8


def read(shop: Shop) -> dict[str, Any]:
    found = read_unanswered(days=DAYS, most=_MOST)
    return {
        "days": DAYS,
        "is_on": bool(conf.SEARCHES_KEPT_DAYS),
        "found": found,
        "chart": chart_of(DAYS) if found else None,
    }


def chart_of(days: int) -> BarChart:
    title = _("Searches without results by day, the last %(days)d days") % {"days": days}
    counted = [
        (date_format(day, "MONTH_DAY_FORMAT"), number) for day, number in count_by_day(days=days)
    ]
    return draw_bars(title, _("searches"), counted)


SEARCHES = Part(
    key="searches",
    title=gettext_lazy("Searches without results"),
    may_see=lambda user: may_view(user, "monitoring.unansweredsearch"),
    read=read,
)
