"""Which indexes of categories there are follows which categories are big."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from embeddings.index.pgvector.categories.clear import clear_unused, drop_table
from embeddings.index.pgvector.categories.fill import FILING, fill_category
from embeddings.index.pgvector.categories.wanted import read_wanted
from embeddings.index.pgvector.maintenance.build_session import building_session
from embeddings.index.pgvector.maintenance.status import lacks_index
from embeddings.index.pgvector.tuning import Tuning
from embeddings.models import CategoryIndex, CategoryIndexChange, EmbeddingSpace
from infra.locks.advisory import wait_for_lock
from infra.stopping import is_stopping


def build_categories(space: EmbeddingSpace, *, anew: bool, tuning: Tuning) -> bool:
    """Make the index of each big category that has none, or with `anew` of each.

    What is not wanted any more is given up. Nothing is done while somebody else builds an index.
    It ends after one category where a space waits for its own index, without which each of its
    searches compares all pictures, but not what somebody wants `anew`; and where the worker is told
    to stop. False where some are left because of that. Raises TransactionManagementError inside a
    transaction, DatabaseError when a build fails.
    """
    with building_session(space, tuning=tuning) as session:
        if session is None:
            return False
        clear_unused(tuning)
        _begin_anew_if_far_behind(tuning)
        wanted = read_wanted(space, tuning=tuning)
        usable = CategoryIndex.objects.usable().filter(space=space)
        usable.exclude(category_id__in=wanted).update(given_up_at=Now())
        known = set() if anew else set(usable.values_list("category_id", flat=True))
        todo = [each for each in wanted.items() if each[0] not in known]
        for number, (category, pictures) in enumerate(todo):
            if is_stopping() or (number and not anew and _is_another_awaited(tuning)):
                return False
            before = list(usable.filter(category_id=category).values_list("pk", flat=True))
            if fill_category(space, category, pictures=pictures, tuning=tuning):
                CategoryIndex.objects.filter(pk__in=before).update(given_up_at=Now())
    return True


def _is_another_awaited(tuning: Tuning) -> bool:
    return any(lacks_index(space, tuning=tuning) for space in EmbeddingSpace.objects.active())


def drop_categories(space: EmbeddingSpace) -> None:
    """Remove the indexes of a space that nobody searches any more."""
    for index in space.category_indexes.all():
        drop_table(index.pk)


def _begin_anew_if_far_behind(tuning: Tuning) -> None:
    """An index is built several times as quickly as its rows are put into it one by one."""
    behind = tuning.begin_anew_behind
    if CategoryIndexChange.objects.all()[: behind + 1].count() <= behind:
        return
    with transaction.atomic():
        wait_for_lock(FILING, seconds=tuning.wait_for_writers)
        CategoryIndex.objects.usable().update(given_up_at=Now())
        CategoryIndexChange.objects.all().delete()
