"""The staff's side of similar items: rules, and the way to them from a product."""

from __future__ import annotations

from recommendations.admin.product import SteeredProductAdmin
from recommendations.admin.rule import RuleAdmin

__all__ = ["RuleAdmin", "SteeredProductAdmin"]
