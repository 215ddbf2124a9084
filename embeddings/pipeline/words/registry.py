"""The ways to give words directions that a shop has; each is graded, and the best one is kept."""

from __future__ import annotations

from embeddings.pipeline.words.encoder import WordEncoder
from embeddings.pipeline.words.ridge import RidgeWords

WORD_ENCODERS: tuple[WordEncoder, ...] = (RidgeWords(),)
"""A network's text tower joins them where an encoder brings one (docs/explanation/finding.md)."""
