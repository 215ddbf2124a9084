"""What a machine is called in the history of what it changes."""

from __future__ import annotations

from typing import cast

from rest_framework.request import Request

from web.keys.models import ApiKey


def machine_of(request: Request) -> str:
    """The name of its key; views that write are closed to callers without one."""
    return cast(ApiKey, request.auth).name
