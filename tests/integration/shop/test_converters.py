"""Only ids that the shop makes reach the cache."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import NoReverseMatch, resolve, reverse
from django.urls.exceptions import Resolver404

from embeddings.photos.store import keep_photo


def test_an_id_as_it_is_made_has_an_address(picture: Callable[..., bytes]) -> None:
    photo = keep_photo(picture()).id

    assert resolve(reverse("shop:photo-results", args=[photo])).kwargs == {"photo_id": photo}


@pytest.mark.parametrize("photo", ["x" * 21, "x" * 23, "x" * 21 + ":", "x" * 21 + "é", "x" * 5000])
def test_anything_else_has_none(photo) -> None:
    with pytest.raises(Resolver404):
        resolve(f"/photo/{photo}/")
    with pytest.raises(NoReverseMatch):
        reverse("shop:photo-results", args=[photo])
