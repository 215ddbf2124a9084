"""What is wrong, in sentences that lead to where it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backoffice.dashboard.parts.part import Part
from backoffice.dashboard.parts.system import CHECKS, backup_finding, disk_finding
from backoffice.dashboard.permissions import SYSTEM
from backoffice.dashboard.shop import Shop
from backoffice.templatetags.embedding_notices import notices_about

# The notices say these in words for staff; and without the cache nobody knows of workers and beat.
_SAID = {"workers", "embeddings"}
_BY_CACHE = {"workers", "beat"}


def read(shop: Shop) -> dict[str, Any]:
    return {"lines": list(_lines(shop))}


def _lines(shop: Shop) -> Iterator[tuple[str, str | SafeString]]:
    """(level, sentence): `bad` first, then what waits for somebody."""
    checks = shop.checks
    if not checks.get("writes", {"ok": True})["ok"]:
        yield "bad", _("The database is read-only: nothing can be saved, and pictures wait.")
    if shop.user.has_perm(SYSTEM):
        unknown = _SAID | {"writes"} | (_BY_CACHE if not checks["cache"]["ok"] else set())
        for name, label in CHECKS.items():
            if name in checks and name not in unknown and not checks[name]["ok"]:
                yield "bad", format_html("{}: {}", str(label).capitalize(), checks[name]["message"])
    for notice in notices_about(shop.space, shop.user):
        yield "wait", notice
    if shop.user.has_perm(SYSTEM):
        for finding in (disk_finding(), backup_finding(shop.backup)):
            if not finding.is_good:
                yield "wait", format_html("{}: {}", finding.name.capitalize(), finding.words)


TO_DO = Part(
    key="to_do",
    title=gettext_lazy("To do"),
    may_see=lambda user: True,
    read=read,
)
