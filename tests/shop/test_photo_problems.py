"""Each way in which a photo search fails has one status and one sentence."""

from __future__ import annotations

import pytest

from catalog.gate import GateBusy
from embeddings.photos import PhotoGone, PhotosUnavailable, PhotoUnusable
from recommendations.rate_limits import RateLimited
from shop.photo_problems import AWAY, BUSY, PhotoProblem, told_to_shoppers


@pytest.mark.parametrize(
    ("error", "status", "sentence", "headers"),
    [
        (PhotoUnusable("Nothing in it."), 400, "Nothing in it.", {}),
        (
            *(RateLimited(7), 429, "Too many requests; please try again in 7 s."),
            {"Retry-After": "7"},
        ),
        (GateBusy("full"), 503, BUSY, {"Retry-After": "1"}),
        (PhotosUnavailable("/secret/weights.pt is damaged"), 503, AWAY, {"Retry-After": "3"}),
    ],
)
def test_what_goes_wrong_below_is_told_in_the_shops_words(error, status, sentence, headers):
    with pytest.raises(PhotoProblem) as caught, told_to_shoppers():
        raise error

    assert (caught.value.status, caught.value.sentence) == (status, sentence)
    assert caught.value.headers == headers


def test_a_photo_that_is_gone_has_a_page_of_its_own():
    with pytest.raises(PhotoGone), told_to_shoppers():
        raise PhotoGone
