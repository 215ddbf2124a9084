"""Which space of this shop a file belongs to, and what differs where it belongs to none."""

from __future__ import annotations

from dataclasses import fields

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Component
from embeddings.portable.manifest import Manifest
from embeddings.portable.refusals import PortableRefused

_SHOWN_DIGITS = 12


def find_space(manifest: Manifest, *, name: str | None = None) -> EmbeddingSpace | None:
    """The active space, or the one named, whose components are the file's; None where none is.

    Raises PortableRefused where the space named does not exist or is another.
    """
    spaces = EmbeddingSpace.objects.active()
    if name is not None:
        spaces = spaces.filter(name=name)
        if not spaces:
            raise PortableRefused(f"There is no active space {name}.")
    for space in spaces:
        if space.parts == manifest.components:
            return space
    if name is not None:
        raise PortableRefused(explain_mismatch(manifest, spaces[0]))
    return None


def explain_mismatch(manifest: Manifest, space: EmbeddingSpace) -> str:
    """One sentence on what tells a file's vectors from a space's."""
    theirs, ours = manifest.components, space.parts
    if [part.encoder for part in theirs] != [part.encoder for part in ours]:
        return (
            f"The file is not of the space {space}: it was made by {_encoders(theirs)}, "
            f"the space by {_encoders(ours)}."
        )
    differences = [
        f"{part.encoder}'s {field.name} is {_shown(getattr(part, field.name))} in the file "
        f"and {_shown(getattr(own, field.name))} in the space"
        for part, own in zip(theirs, ours, strict=True)
        for field in fields(Component)
        if getattr(part, field.name) != getattr(own, field.name)
    ]
    return f"The file is not of the space {space}: {'; '.join(differences)}."


def _encoders(components: tuple[Component, ...]) -> str:
    return "+".join(part.encoder for part in components)


def _shown(value: object) -> str:
    text = str(value)
    if len(text) == 64:  # a sha256: its first digits tell two apart
        return f"{text[:_SHOWN_DIGITS]}…"
    return text or "none"
