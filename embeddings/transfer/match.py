"""Which space of this shop a file belongs to, and what differs where it belongs to none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Component
from embeddings.transfer.errors import TransferRefusedError
from embeddings.transfer.manifest import Manifest

_SHOWN_DIGITS = 12


def find_space(manifest: Manifest, *, name: str | None = None) -> EmbeddingSpace | None:
    """The active space whose components are the file's, or the one named; None where none is.

    Raises TransferRefusedError where the space named does not exist or has other components.
    """
    spaces = list(EmbeddingSpace.objects.active())
    if name is None:
        return next((space for space in spaces if space.parts == manifest.components), None)
    for space in spaces:
        if space.name == name:
            if space.parts != manifest.components:
                raise TransferRefusedError(f"{explain_mismatch(manifest, space)}.")
            return space
    raise TransferRefusedError(f"There is no active space named {name!r}.")


def explain_no_match(manifest: Manifest) -> str:
    """Why the file belongs to no space of this shop, by the one that is most like it."""
    spaces = list(EmbeddingSpace.objects.active())
    if not spaces:
        return "There is no active space yet; --create begins one for the file."
    nearest = min(spaces, key=lambda space: _count_differences(manifest, space))
    return f"{explain_mismatch(manifest, nearest)}; --create begins a space for the file."


def explain_mismatch(manifest: Manifest, space: EmbeddingSpace) -> str:
    """What tells a file's vectors from a space's, as a sentence without its full stop."""
    theirs, ours = _encoders(manifest.components), _encoders(space.parts)
    if theirs != ours:
        return f"The file is not of the space {space}: {theirs} made the file, {ours} the space"
    differences = [
        f"{part.encoder} has {field} {_shown(getattr(part, field))} in the file "
        f"and {_shown(getattr(own, field))} in the space"
        for part, own, field in _differences(manifest, space)
    ]
    return f"The file is not of the space {space}: {', '.join(differences)}"


def _differences(
    manifest: Manifest, space: EmbeddingSpace
) -> Iterator[tuple[Component, Component, str]]:
    """Components of the file and of the space, side by side, and a field in which they differ."""
    for part, own in zip(manifest.components, space.parts, strict=False):
        for field in fields(Component):
            if getattr(part, field.name) != getattr(own, field.name):
                yield part, own, field.name


def _count_differences(manifest: Manifest, space: EmbeddingSpace) -> tuple[bool, int]:
    other_encoders = _encoders(manifest.components) != _encoders(space.parts)
    return other_encoders, sum(1 for _ in _differences(manifest, space))


def _encoders(components: tuple[Component, ...]) -> str:
    return "+".join(part.encoder for part in components)


def _shown(value: object) -> str:
    text = str(value)
    if len(text) == 64:  # a sha256: its first digits tell two apart
        return f"{text[:_SHOWN_DIGITS]}…"
    return text or "none"
