"""A storage that is away, in words."""

from __future__ import annotations

from infra.files.atomic import StorageUnavailableError
from infra.files.away import StorageAwayError


def test_its_reason_reaches_whoever_wanted_to_store() -> None:
    told = StorageUnavailableError(StorageAwayError("the storage is full", code="full"))
    assert (told.code, str(told)) == ("full", "The file could not be stored: the storage is full.")
