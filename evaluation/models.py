"""Where Django looks for the tables of this app; each is described in its own room."""

from __future__ import annotations

from evaluation.jobs.models import SpaceJob

__all__ = ["SpaceJob"]
