"""Every test here begins with empty servers."""

from __future__ import annotations

from tests.fixtures.surroundings import (
    django_db_modify_db_settings,
    fresh_surroundings,
    tune_index,
)

__all__ = ["django_db_modify_db_settings", "fresh_surroundings", "tune_index"]
