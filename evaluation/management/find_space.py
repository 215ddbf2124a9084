"""The space that a command is about."""

from __future__ import annotations

from django.core.management.base import CommandError

from embeddings.models import EmbeddingSpace


def find_space(name: str | None) -> EmbeddingSpace:
    """The space of that name, or the live one; raises CommandError when there is none."""
    if name is None:
        space = EmbeddingSpace.objects.live()
        if space is None:
            raise CommandError("No space is live yet; name one with --space.")
        return space
    try:
        return EmbeddingSpace.objects.get(name=name)
    except EmbeddingSpace.DoesNotExist:
        raise CommandError(f"There is no space named {name!r}.") from None
