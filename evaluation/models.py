"""Django finds models here; each stands in its own room."""

from __future__ import annotations

from evaluation.blind.models import BlindQuestion, BlindTest, BlindVote
from evaluation.judgements.models import Judgement

__all__ = ["BlindQuestion", "BlindTest", "BlindVote", "Judgement"]
