"""An engine that does not answer is left alone, longer each time."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now

from embeddings.index.external.following.models import FollowedSpace

_LONGEST_SECONDS = 60.0


def is_rested() -> Q:
    """The condition on followed spaces that their engine may be asked."""
    return Q(rests_until=None) | Q(rests_until__lte=Now())


def let_rest(followed: FollowedSpace) -> None:
    """After a failure: for a second, and twice as long after each further one in a row."""
    followed.failures += 1
    seconds = min(2.0 ** min(followed.failures - 1, 10), _LONGEST_SECONDS)
    FollowedSpace.objects.filter(pk=followed.pk).update(
        failures=followed.failures, rests_until=Now() + timedelta(seconds=seconds)
    )
