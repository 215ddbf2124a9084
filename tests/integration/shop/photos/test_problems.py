"""What goes wrong with a photo search reaches the page as one exception, and no other does."""

from __future__ import annotations

import pytest

from embeddings.photos.errors import PhotoGoneError, PhotoUnusableError
from shop.photos.problems import PhotoSearchError, told_to_shoppers


def test_a_refusal_from_below_carries_its_problem() -> None:
    with pytest.raises(PhotoSearchError) as caught, told_to_shoppers():
        raise PhotoUnusableError("Nothing in it.")

    assert (caught.value.problem.status, str(caught.value)) == (400, "Nothing in it.")


@pytest.mark.parametrize("error", [PhotoGoneError(), ValueError("a fault of our own")])
def test_a_photo_that_is_gone_has_a_page_of_its_own_and_a_fault_is_none_of_the_photo(error) -> None:
    with pytest.raises(type(error)), told_to_shoppers():
        raise error
