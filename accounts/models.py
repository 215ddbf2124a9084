"""Where Django looks for the tables of this app; each is described in its own room."""

from __future__ import annotations

from accounts.guard.models import LoginCount
from accounts.roles.models import GivenRole, RoleGrant
from accounts.sessions.models import StaffSession

__all__ = ["GivenRole", "LoginCount", "RoleGrant", "StaffSession"]
