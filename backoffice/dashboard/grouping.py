"""Django's list of apps in the groups of this shop's work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from backoffice.dashboard.groups import GROUPS, OTHER, Group, Page

Row = dict[str, Any]
"""A line as Django's own template shows one: name, object_name, admin_url, add_url, view_only."""


def group_rows(apps: Iterable[dict[str, Any]], user: Any) -> list[dict[str, Any]]:
    """The groups that hold anything for this user; `apps` are what Django found for them."""
    rows = {
        f"{app['app_label']}.{model['object_name'].lower()}": {
            **model,
            "key": f"{app['app_label']}-{model['object_name'].lower()}",
        }
        for app in apps
        for model in app["models"]
    }
    found = [{"group": group, "rows": list(_rows_of(group, rows, user))} for group in GROUPS]
    found.append({"group": OTHER, "rows": list(rows.values())})
    return [each for each in found if each["rows"]]


def _rows_of(group: Group, rows: dict[str, Row], user: Any) -> Iterator[Row]:
    """Takes what it finds out of `rows`."""
    for member in group.members:
        if isinstance(member, Page):
            if user.has_perm(member.permission):
                yield _as_row(member)
        elif row := rows.pop(member, None):
            yield row


def _as_row(page: Page) -> Row:
    return {
        "key": page.key,
        "name": page.words,
        "object_name": page.key,
        "admin_url": reverse(page.address),
        "add_url": None,
        "view_only": True,
    }
