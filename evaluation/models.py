"""Where Django looks for the tables of this app; each is described in its own room."""

from __future__ import annotations

from evaluation.blind.models import BlindQuestion, BlindTest, BlindVote
from evaluation.jobs.models import SpaceJob
from evaluation.judgements.models import Judgement

__all__ = ["BlindQuestion", "BlindTest", "BlindVote", "Judgement", "SpaceJob"]
