"""How a space begins: from a recipe, with every picture queued; fitted on another, or before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain, count

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from catalog.models import ProductImage
from embeddings.conf import conf
from embeddings.models import EmbeddingSpace
from embeddings.pipeline import (
    Component,
    Projection,
    RecipePart,
    features_key,
    fit_recipe,
    get_encoder,
    parse_recipe,
    resolve_parts,
    write_recipe,
)
from embeddings.queue import queue_missing
from embeddings.spaces.ensure_weights import ensure_weights
from embeddings.spaces.measured.progress import has_features
from embeddings.spaces.projections import keep_projections
from embeddings.vectors.features import sample_features
from infra.stopping import end_if_stopping

State = EmbeddingSpace.State

MAX_RECIPE_CHARACTERS = 200


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """A recipe that somebody asked for, with the weights found for it."""

    parts: tuple[RecipePart, ...]
    sha256_of: Mapping[str, str]  # network -> of its weights
    name: str  # empty: the recipe
    note: str
    activate_when_built: bool
    anew: bool = False  # beside a space of the same recipe, to learn from what has come since

    @property
    def recipe(self) -> str:
        return write_recipe(self.parts)

    @property
    def unprojected(self) -> tuple[RecipePart, ...]:
        return tuple(part.unprojected for part in self.parts)

    @property
    def features(self) -> tuple[Component, ...]:
        """The components as they come from their encoders."""
        return resolve_parts(self.unprojected, self.sha256_of)

    @property
    def is_projected(self) -> bool:
        return self.parts != self.unprojected


def create_space(
    recipe: str, *, name: str = "", note: str = "", activate_when_built: bool = False
) -> EmbeddingSpace:
    """Begin a space made by a recipe and queue every picture in it; joins one already begun.

    The first space of a shop goes live at once: there is nothing that it could take away.
    A projection is fitted on stored features. Where there are none yet, the space without the
    projection is begun; the one asked for is its successor, and is begun once it is built.
    Raises WeightsMissingError or WeightsRefusedError, ValueError for a recipe that makes no sense,
    or one with a projection while there are too few pictures; StoppedError between two projections
    where it is a worker that begins it and is told to stop, and then nothing has been begun.
    """
    parts = parse_recipe(recipe)
    if len(write_recipe(parts)) > MAX_RECIPE_CHARACTERS:
        raise ValueError(f"A recipe has at most {MAX_RECIPE_CHARACTERS} characters.")
    weights = ensure_weights(recipe)
    plan = _Plan(
        parts=parts,
        sha256_of={name: file.sha256 for name, file in weights.items()},
        name=name,
        note=note,
        activate_when_built=activate_when_built,
    )
    if not plan.is_projected:
        return _begin(plan, plan.features)
    if begun := _find_begun(plan) or _find_predecessor(plan):
        return _join(begun, plan)
    source = _find_source(plan)
    _refuse_too_few(plan, source)
    if source is None:
        return _begin(plan, plan.features, successor_recipe=plan.recipe)
    return _begin_projected(plan, source)


def begin_successor(space: EmbeddingSpace) -> EmbeddingSpace:
    """Begin the space that was asked for when this one was begun, fitted on its features.

    Raises ValueError when it turned out to hold too few pictures, StoppedError as `create_space`.
    """
    return begin_on_features_of(
        space, space.successor_recipe, activate_when_built=space.activates_when_built
    )


def begin_on_features_of(
    space: EmbeddingSpace,
    recipe: str,
    *,
    name: str = "",
    activate_when_built: bool,
    anew: bool = False,
) -> EmbeddingSpace:
    """Begin the space of a recipe with projections, fitted on the features of another space.

    The other one's note goes along; nobody looks for the weights that made the features. A space of
    this recipe that is there already will do, unless it is to learn `anew`.
    Raises ValueError when it holds too few pictures, or features of another kind; StoppedError as
    `create_space` does.
    """
    plan = _Plan(
        parts=parse_recipe(recipe),
        sha256_of={get_encoder(part.encoder).network: part.weights_sha256 for part in space.parts},
        name=name,
        note=space.note,
        activate_when_built=activate_when_built,
        anew=anew,
    )
    if features_key(plan.features) != space.features_key:
        raise ValueError(f"{recipe} cannot be made of the features of {space}.")
    if begun := _find_begun(plan):
        return begun
    _refuse_too_few(plan, space)
    return _begin_projected(plan, space)


def _begin_projected(plan: _Plan, source: EmbeddingSpace) -> EmbeddingSpace:
    end_if_stopping()
    features, labels = sample_features(source, limit=conf.FIT_ON_PICTURES)
    components, projections = fit_recipe(
        plan.recipe,
        features,
        sha256_of=plan.sha256_of,
        labels=labels,
        before_each=end_if_stopping,
    )
    return _begin(plan, components, projections=projections)


def _begin(
    plan: _Plan,
    components: tuple[Component, ...],
    *,
    projections: Mapping[str, Projection] | None = None,
    successor_recipe: str = "",
) -> EmbeddingSpace:
    recipe = write_recipe(plan.unprojected) if successor_recipe else plan.recipe
    with transaction.atomic():
        lock_spaces()
        if begun := _find_predecessor(plan) if successor_recipe else _find_begun(plan):
            return _join(begun, plan)
        first = EmbeddingSpace.objects.live() is None
        space = EmbeddingSpace.objects.create(
            name=free_name(recipe if successor_recipe else plan.name or recipe),
            recipe=recipe,
            components=[component.to_json() for component in components],
            features_key=features_key(components),
            dimensions=sum(component.dimensions for component in components),
            state=State.LIVE if first else State.BUILDING,
            activated_at=timezone.now() if first else None,
            # The first space is live at once; its successor takes over all the same, once it is
            # built.
            activates_when_built=plan.activate_when_built or (first and bool(successor_recipe)),
            successor_recipe=successor_recipe,
            note=plan.note,
        )
        keep_projections(space, projections or {})
        queue_missing()
    return space


def lock_spaces() -> None:
    """Let changes to the set of spaces follow one another, until the transaction ends.

    Searches, and uploads that queue pictures in a space, go on meanwhile.
    """
    with connection.cursor() as cursor:
        table = EmbeddingSpace._meta.db_table
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")


def _find_begun(plan: _Plan) -> EmbeddingSpace | None:
    """A space like the one asked for that is there already, unless it is to make way soon."""
    if plan.anew:
        return None
    stays = EmbeddingSpace.objects.active().filter(
        Q(successor_recipe="") | Q(activated_at__isnull=False)
    )
    if plan.is_projected:
        return _first_like(plan, list(stays.filter(recipe=plan.recipe)))
    return stays.filter(components=[part.to_json() for part in plan.features]).first()


def _find_predecessor(plan: _Plan) -> EmbeddingSpace | None:
    return _first_like(
        plan, list(EmbeddingSpace.objects.active().filter(successor_recipe=plan.recipe))
    )


def _first_like(plan: _Plan, spaces: list[EmbeddingSpace]) -> EmbeddingSpace | None:
    # Spaces are compared by their parts: a recipe leaves out what goes without saying, and that may
    # differ between versions of the code.
    key, weights = features_key(plan.features), [part.weight for part in plan.parts]
    for space in spaces:
        if space.features_key == key and [part.weight for part in space.parts] == weights:
            return space
    return None


def _join(space: EmbeddingSpace, plan: _Plan) -> EmbeddingSpace:
    if plan.activate_when_built and space.state == State.BUILDING:
        space.activates_when_built = True
        space.save(update_fields=["activates_when_built"])
    queue_missing()
    return space


def _find_source(plan: _Plan) -> EmbeddingSpace | None:
    """A space that holds the features which the projections are to be fitted on."""
    alike = EmbeddingSpace.objects.active().filter(features_key=features_key(plan.features))
    return next((space for space in alike if has_features(space)), None)


def _refuse_too_few(plan: _Plan, source: EmbeddingSpace | None) -> None:
    pictures = source.embeddings.ready().count() if source else ProductImage.objects.count()
    dimensions = [part.projection.dimensions for part in plan.parts if part.projection]
    needed = max(conf.FIT_FROM_PICTURES, *dimensions)
    if pictures < needed:
        raise ValueError(
            f"{plan.recipe} has to be fitted on the shop's own pictures and needs "
            f"{needed:,} of them; there are {pictures:,}. "
            f"Until then, use {write_recipe(plan.unprojected)}."
        )


def free_name(wanted: str) -> str:
    """The name, or the name with the first number that makes it a new one."""
    taken = set(EmbeddingSpace.objects.values_list("name", flat=True))
    others = (f"{wanted} ({number})" for number in count(2))
    return next(name for name in chain([wanted], others) if name not in taken)
