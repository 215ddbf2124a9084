"""From a file to vectors in this shop: nothing is stored before all of it has been checked."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from embeddings.models import EmbeddingSpace
from embeddings.pipeline import features_key, parse_recipe
from embeddings.spaces.creation import free_name, lock_spaces
from embeddings.spaces.projections import keep_projections
from embeddings.transfer.check import check_numbers
from embeddings.transfer.errors import TransferRefusedError
from embeddings.transfer.manifest import Manifest
from embeddings.transfer.match import explain_no_match, find_space
from embeddings.transfer.read import EmbeddingsFile, open_embeddings_file
from embeddings.transfer.store import Outcome, store_file


def import_vectors(
    path: Path, *, name: str | None = None, create: bool = False, dry_run: bool = False
) -> Outcome:
    """Store a file's vectors in the space of its components, or in the one named.

    `create` begins a space, building, where no active one has them; the live one stays as it is.
    Raises TransferRefusedError with one sentence on what is wrong or what differs, and OSError.
    """
    with open_embeddings_file(path) as file:
        space = find_space(file.manifest, name=name)
        if space is None and not create:
            raise TransferRefusedError(explain_no_match(file.manifest))
        if space is None:
            _check_recipe(file.manifest)
        check_numbers(file)
        if space is None and not dry_run:
            space = _begin_space(file)
        return store_file(file, space, dry_run=dry_run)


def _check_recipe(manifest: Manifest) -> None:
    """The recipe is only a text in the file: it must be that of the components."""
    try:
        parts = parse_recipe(manifest.recipe)
        resolved = [
            part.resolve(component.weights_sha256, projection=component.projection)
            for part, component in zip(parts, manifest.components, strict=False)
        ]
    except ValueError as error:
        raise TransferRefusedError(f"The file's recipe cannot be used here: {error}") from error
    if len(parts) != len(resolved) or resolved != list(manifest.components):
        raise TransferRefusedError(
            f"The file's recipe {manifest.recipe!r} is not that of its components."
        )


def _begin_space(file: EmbeddingsFile) -> EmbeddingSpace:
    manifest = file.manifest
    with transaction.atomic():
        lock_spaces()
        if begun := find_space(manifest):  # by another import, since we looked
            return begun
        space = EmbeddingSpace.objects.create(
            name=free_name(manifest.recipe),
            recipe=manifest.recipe,
            components=[part.to_json() for part in manifest.components],
            features_key=features_key(manifest.components),
            dimensions=sum(part.dimensions for part in manifest.components),
        )
        keep_projections(space, file.projections())
    return space
