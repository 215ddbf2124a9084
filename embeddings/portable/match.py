"""Which space of this shop a file belongs to, and what differs where it belongs to none."""

from __future__ import annotations

from dataclasses import fields

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import Component
from embeddings.portable.manifest import Manifest
from embeddings.portable.refusals import PortableRefused

_SHOWN_DIGITS = 12


def find_space(manifest: Manifest, *, name: str | None = None) -> EmbeddingSpace | None:
    """The active space whose components are the file's, or the one named; None where none is.

    Raises PortableRefused where the space named does not exist or has other components.
    """
    spaces = list(EmbeddingSpace.objects.active())
    if name is None:
        return next((space for space in spaces if space.parts == manifest.components), None)
    for space in spaces:
        if space.name == name:
            if space.parts != manifest.components:
                raise PortableRefused(f"{explain_mismatch(manifest, space)}.")
            return space
    raise PortableRefused(f"There is no active space named {name!r}.")


def explain_no_match(manifest: Manifest) -> str:
    """Why the file belongs to no space of this shop, by the one that is most like it."""
    spaces = list(EmbeddingSpace.objects.active())
    if not spaces:
        return "There is no active space yet; --create begins one for the file."
    alike = [space for space in spaces if _encoders(space.parts) == _encoders(manifest.components)]
    why = explain_mismatch(manifest, (alike or spaces)[0])
    return f"{why}; --create begins a space for the file."


def explain_mismatch(manifest: Manifest, space: EmbeddingSpace) -> str:
    """What tells a file's vectors from a space's, as a sentence without its full stop."""
    theirs, ours = manifest.components, space.parts
    if _encoders(theirs) != _encoders(ours):
        return (
            f"The file is not of the space {space}: {_encoders(theirs)} made the file, "
            f"{_encoders(ours)} the space"
        )
    differences = [
        f"{part.encoder}'s {field.name} is {_shown(getattr(part, field.name))} in the file "
        f"and {_shown(getattr(own, field.name))} in the space"
        for part, own in zip(theirs, ours, strict=True)
        for field in fields(Component)
        if getattr(part, field.name) != getattr(own, field.name)
    ]
    return f"The file is not of the space {space}: {', '.join(differences)}"


def _encoders(components: tuple[Component, ...]) -> str:
    return "+".join(part.encoder for part in components)


def _shown(value: object) -> str:
    text = str(value)
    if len(text) == 64:  # a sha256: its first digits tell two apart
        return f"{text[:_SHOWN_DIGITS]}…"
    return text or "none"
