"""The dashboard for one user: the parts that they may see, each read with care."""

from __future__ import annotations

import logging
from typing import Any

from django.db import DatabaseError

from backoffice.dashboard.parts.failed import FAILED
from backoffice.dashboard.parts.part import Part
from backoffice.dashboard.parts.pictures import PICTURES
from backoffice.dashboard.parts.products import PRODUCTS
from backoffice.dashboard.parts.searches import SEARCHES
from backoffice.dashboard.parts.space import SPACE
from backoffice.dashboard.parts.system import SYSTEM_PART
from backoffice.dashboard.parts.to_do import TO_DO
from backoffice.dashboard.shop import Shop
from monitoring.checks.outcome import soon

logger = logging.getLogger(__name__)

PARTS = (TO_DO, PRODUCTS, PICTURES, FAILED, SPACE, SEARCHES, SYSTEM_PART)
# Whoever waits for a lock, or on a server that is busy, is told of what can be told.
PART_TIMEOUT_MS = 1_500


def read_parts(user: Any) -> list[dict[str, Any]]:
    """What templates/admin/dashboard/parts.html shows to a user."""
    shop = Shop(user)
    return [_read(part, shop) for part in PARTS if part.may_see(user)]


def _read(part: Part, shop: Shop) -> dict[str, Any]:
    try:
        with soon(milliseconds=PART_TIMEOUT_MS):
            data = part.read(shop)
    except DatabaseError as error:
        logger.warning("the dashboard's %s cannot be read: %s", part.key, error)
        data = None
    return {
        "key": part.key,
        "title": part.title,
        "template": f"admin/dashboard/{part.key}.html",
        "data": data,
    }
