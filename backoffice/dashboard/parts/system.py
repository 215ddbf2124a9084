"""Workers, beat, broker, database, disk, the age of the last backup, and what is promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.humanize.templatetags.humanize import naturaltime
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.dashboard.parts.part import Part
from backoffice.dashboard.permissions import SYSTEM
from backoffice.dashboard.shop import Shop
from monitoring.backups import BackupState, BackupStatus
from monitoring.conf import conf
from monitoring.disk import read_disk
from monitoring.objectives.reading import BUDGET, LEAST_EVENTS, Kept, read_kept

CHECKS = {
    "workers": gettext_lazy("workers"),
    "beat": gettext_lazy("beat"),
    "broker": gettext_lazy("broker"),
    "cache": gettext_lazy("cache"),
    "pictures": gettext_lazy("pictures"),
    "database": gettext_lazy("database"),
    "writes": gettext_lazy("changes"),
    "replicas": gettext_lazy("read replicas"),
    "pgvector": gettext_lazy("pgvector"),
    "embeddings": gettext_lazy("embeddings"),
    "index": gettext_lazy("index"),
}


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line of the part; of the same checks as /readyz, with what they say."""

    name: str
    is_good: bool
    words: str = ""


def read(shop: Shop) -> dict[str, Any]:
    return {"findings": list(findings(shop))}


def findings(shop: Shop) -> Iterator[Finding]:
    """All that is known of the machinery, in the order in which it is asked about."""
    for name, label in CHECKS.items():
        if result := shop.checks.get(name):
            words = str(result.get("message") or result.get("version") or "")
            yield Finding(name=str(label), is_good=result["ok"], words=words)
    yield disk_finding()
    yield backup_finding(shop.backup)
    for kept in read_kept(with_cache=False):
        yield objective_finding(kept)


def objective_finding(kept: Kept) -> Finding:
    """A promise, and what is left of what may fail."""
    count = kept.windows.get(BUDGET)
    words = _("Nothing has happened yet that would be counted.")
    if count and count.events < LEAST_EVENTS:
        words = _("%(good)s of %(events)s in %(days)d days, too few to judge by") % {
            "good": count.good,
            "events": count.events,
            "days": conf.SLO_BUDGET_DAYS,
        }
    elif count:
        words = _(
            "%(share)s %% of %(events)s in %(days)d days, promised are %(promised)s %%:"
            " %(left)s %% of what may fail is left"
        ) % {
            "share": number_format(100 * count.good / count.events, 2),
            "events": number_format(count.events, force_grouping=True),
            "days": conf.SLO_BUDGET_DAYS,
            "promised": number_format(100 * kept.objective.share, 2),
            "left": number_format(100 * max(0.0, kept.budget_left), 0),
        }
    return Finding(name=str(kept.objective.words), is_good=not kept.is_broken, words=words)


def disk_finding() -> Finding:
    disk = read_disk()
    if disk is None:
        return Finding(name=_("disk"), is_good=False, words=_("Nobody can say how full it is."))
    words = _("%(free)s of %(total)s free (%(percent)s %%)") % {
        "free": filesizeformat(disk.free),
        "total": filesizeformat(disk.total),
        "percent": number_format(disk.free_percent, 0),
    }
    return Finding(name=_("disk"), is_good=not disk.is_low, words=words)


def backup_finding(status: BackupStatus) -> Finding:
    if status.last is None:
        told = _("No backup is known. Its script tells of one by manage.py record_backup.")
        return Finding(name=_("backup"), is_good=False, words=told)
    words = _("The last one was made %(ago)s: %(name)s, %(size)s") % {
        "ago": naturaltime(status.last.made_at),
        "name": status.last,
        "size": filesizeformat(status.last.bytes or 0),
    }
    return Finding(name=_("backup"), is_good=status.state == BackupState.GOOD, words=words)


SYSTEM_PART = Part(
    key="system",
    title=gettext_lazy("System"),
    may_see=lambda user: user.has_perm(SYSTEM),
    read=read,
)
