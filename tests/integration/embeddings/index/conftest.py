"""The random catalogue of the recommendations' tests."""

from __future__ import annotations

from tests.integration.recommendations.conftest import make_shelf

__all__ = ["make_shelf"]
