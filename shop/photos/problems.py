"""A photo search that does not work out, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from embeddings.photos.errors import PhotoGoneError, PhotosUnavailableError
from web.photo_errors import PhotoProblem, photo_problem


class PhotoSearchError(Exception):
    """A photo search that did not work out; `problem` says why.

    photo: the id under which the photo waits for its shopper to come back, if it does.
    """

    def __init__(self, problem: PhotoProblem, *, photo: str = "") -> None:
        super().__init__(problem.sentence)
        self.problem = problem
        self.photo = photo


@contextmanager
def told_to_shoppers() -> Iterator[None]:
    """Turn refusals from below into PhotoSearchError; PhotoGoneError has a page of its own."""
    try:
        yield
    except PhotoGoneError:
        raise
    except Exception as error:
        problem = photo_problem(error)
        if problem is None:
            raise
        waiting = error.photo if isinstance(error, PhotosUnavailableError) else ""
        raise PhotoSearchError(problem, photo=waiting) from error
