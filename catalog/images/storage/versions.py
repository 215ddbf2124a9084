"""Bringing back pictures that were deleted, from a bucket that keeps versions of its objects."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from catalog.images.storage.bucket import PAGE_KEYS, BucketStorage
from catalog.images.storage.names import FOLDER


class NoVersionsError(Exception):
    """The bucket keeps no versions: what is deleted there is gone."""


def bring_back(storage: BucketStorage, *, since: datetime) -> int:
    """Undo every deletion of a picture's objects since a moment; how many objects were touched.

    Deleting an object of such a bucket lays a marker over it, which is taken away again. What
    comes back and is of no use is swept. Raises NoVersionsError, StorageAwayError.
    """
    if storage.request("get_bucket_versioning").get("Status") != "Enabled":
        raise NoVersionsError
    prefix = storage._normalize_name(FOLDER) + "/"
    keys: set[str] = set()
    asked: dict[str, Any] = {}
    while True:
        page = storage.request("list_object_versions", Prefix=prefix, MaxKeys=PAGE_KEYS, **asked)
        laid = [
            {"Key": each["Key"], "VersionId": each["VersionId"]}
            for each in page.get("DeleteMarkers", ())
            if each["LastModified"] >= since
        ]
        if laid:
            storage.request("delete_objects", Delete={"Objects": laid, "Quiet": True})
            keys |= {each["Key"] for each in laid}
        if not page.get("IsTruncated"):
            return len(keys)
        asked = {
            "KeyMarker": page["NextKeyMarker"],
            "VersionIdMarker": page["NextVersionIdMarker"],
        }
