"""Each way in which a photo search fails has one status and one sentence."""

from __future__ import annotations

import pytest

from catalog.images.validation import ValidationBusyError
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError, PhotoUnusableError
from shop.photo_problems import AWAY, BUSY, PhotoSearchError, told_to_shoppers
from web.rate_limits import RateLimitedError


@pytest.mark.parametrize(
    ("error", "status", "sentence", "headers"),
    [
        (PhotoUnusableError("Nothing in it."), 400, "Nothing in it.", {}),
        (
            *(RateLimitedError(7), 429, "Too many requests; please try again in 7 s."),
            {"Retry-After": "7"},
        ),
        (ValidationBusyError("full"), 503, BUSY, {"Retry-After": "1"}),
        (PhotosUnavailableError("/secret/weights.pt is damaged"), 503, AWAY, {"Retry-After": "3"}),
    ],
)
def test_what_goes_wrong_below_is_told_in_the_shops_words(error, status, sentence, headers):
    with pytest.raises(PhotoSearchError) as caught, told_to_shoppers():
        raise error

    assert (caught.value.status, caught.value.sentence) == (status, sentence)
    assert caught.value.headers == headers


def test_a_photo_that_is_gone_has_a_page_of_its_own():
    with pytest.raises(PhotoGoneError), told_to_shoppers():
        raise PhotoGoneError
