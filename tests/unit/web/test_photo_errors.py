"""Each way in which a photo search fails has one status, one code and one sentence."""

from __future__ import annotations

import pytest

from catalog.images.validation import PictureRefusedError, ValidationBusyError
from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError, PhotoUnusableError
from recommendations.request.query import BlockWeightsInvalidError
from web.photo_errors import PhotoProblem, photo_problem
from web.rate_limits import RateLimitedError


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (
            PictureRefusedError("format", "Not a picture."),
            PhotoProblem(status=400, code="format", sentence="Not a picture.", field="image"),
        ),
        (
            PhotoUnusableError("Nothing in it."),
            PhotoProblem(
                status=400, code="photo_unusable", sentence="Nothing in it.", field="image"
            ),
        ),
        (
            BlockWeightsInvalidError("unknown_block", "There is no smell."),
            PhotoProblem(
                status=400, code="invalid", sentence="There is no smell.", field="weights"
            ),
        ),
        (
            PhotoGoneError(),
            PhotoProblem(
                status=404, code="photo_gone", sentence="This photo has expired. Upload it again."
            ),
        ),
        (
            RateLimitedError(7),
            PhotoProblem(
                status=429,
                code="rate_limited",
                sentence="Too many requests; please try again in 7 s.",
                retry_after_seconds=7,
            ),
        ),
        (
            ValidationBusyError("All slots are taken."),
            PhotoProblem(
                status=503, code="busy", sentence="All slots are taken.", retry_after_seconds=1
            ),
        ),
        (
            PhotosUnavailableError("/secret/weights.pt is damaged"),
            PhotoProblem(
                status=503,
                code="unavailable",
                sentence="Photo search is not available just now; please try again in a moment.",
                retry_after_seconds=3,
            ),
        ),
        (ValueError("a fault of our own"), None),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_goes_wrong_below_is_told_to_everybody_alike(error, problem) -> None:
    assert photo_problem(error) == problem


def test_only_what_passes_by_itself_is_worth_another_try() -> None:
    assert photo_problem(RateLimitedError(7)).headers == {"Retry-After": "7"}
    assert photo_problem(PhotoUnusableError("Nothing in it.")).headers == {}
