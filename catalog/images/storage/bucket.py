"""Pictures in a bucket of an object storage that speaks S3, which several hosts share.

An object appears whole by itself. What differs from a folder is that each question is a request to
a server, which may be away.
"""

from __future__ import annotations

import io
import logging
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice, takewhile
from typing import Any, BinaryIO
from urllib.parse import urljoin

from django.conf import settings
from django.core.files import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from catalog.images.storage.base import StoredPictures
from catalog.images.storage.client import CONFIG, ask
from catalog.images.storage.names import FOLDER, picture_of
from infra.files.atomic import StorageUnavailableError
from infra.files.away import StorageAwayError

logger = logging.getLogger(__name__)

_MOST_THREADS = 8
_MOST_DELETED = 1_000  # keys of one request, by the protocol
PAGE_KEYS = 1_000  # of one listing, by the protocol
SWEPT_PAGES = 100  # the requests that one sweep may cost


class BucketStorage(StoredPictures, S3Storage):  # type: ignore[misc]
    """A bucket, in which a picture's objects have the names that its files would have.

    Nobody fetches from it but the shop: so drafts stay private, whoever knows the bucket's name.
    """

    is_a_server = True

    def __init__(self, **options: Any) -> None:
        super().__init__(client_config=CONFIG, **options)

    def url(self, name: str | None, *ignored: object, **options: object) -> str:
        """Where the shop itself serves a picture; see web/media.py."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name or "").lstrip("/"))

    def look(self) -> None:
        """Raises StorageAwayError within two seconds; see StoredPictures."""
        self.request("list_objects_v2", is_hasty=True, MaxKeys=1, Prefix=self.location)

    def keep(self, contents: Mapping[str, bytes]) -> None:
        """Write objects, the last after the others; see StoredPictures."""
        *others, last = contents.items()
        try:
            with ThreadPoolExecutor(_MOST_THREADS) as threads:
                list(threads.map(self._put, others))
            self._put(last)
        except BaseException as error:
            self.remove(list(contents))  # what was not answered may be there all the same
            if isinstance(error, OSError):
                raise StorageUnavailableError(error) from error
            raise

    def open_stored(self, name: str) -> BinaryIO:
        """A stored object, read to its end; see StoredPictures."""
        return io.BytesIO(self.request("get_object", name, _read_body))

    def exists(self, name: str) -> bool:
        """Whether there is such an object. Raises StorageAwayError."""
        try:
            self.request("head_object", name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        """In bytes. Raises FileNotFoundError, StorageAwayError."""
        return int(self.request("head_object", name)["ContentLength"])

    def delete(self, name: str) -> None:
        self.remove([name])

    def remove(self, names: Sequence[str]) -> None:
        """Delete objects, a thousand in a request; see StoredPictures."""
        keys = [self._normalize_name(name) for name in names]
        for start in range(0, len(keys), _MOST_DELETED):
            some = keys[start : start + _MOST_DELETED]
            wanted = {"Objects": [{"Key": key} for key in some], "Quiet": True}
            try:
                told = self.request("delete_objects", Delete=wanted)
            except StorageAwayError as error:
                logger.warning("could not delete %s: %s", ", ".join(some), error.strerror)
                continue
            for each in told.get("Errors", ()):
                logger.warning("could not delete %s: %s", each.get("Key"), each.get("Code"))

    def old_pictures(self, *, older_than_seconds: float) -> Iterator[list[str]]:
        """Name old pictures page by page; see StoredPictures.

        A bucket of millions is not listed whole each time: each sweep begins somewhere else and
        ends after a hundred pages. A small bucket is seen whole.
        """
        newest = time.time() - older_than_seconds
        begin = self._normalize_name(f"{FOLDER}/{secrets.randbelow(256):02x}")
        rest = takewhile(lambda page: page and page[0]["Key"] <= begin, self._listed())
        for page in islice(chain(self._listed(StartAfter=begin), rest), SWEPT_PAGES):
            old = [each["Key"] for each in page if each["LastModified"].timestamp() < newest]
            if old:
                yield sorted({self._picture_of(key) for key in old})

    def names_below(self, folder: str) -> list[str]:
        """The names of all objects below a folder. Raises StorageAwayError."""
        keys = (each["Key"] for page in self._listed(folder) for each in page)
        return [key.removeprefix(f"{self.location}/") for key in keys]

    def _listed(self, folder: str = FOLDER, **asked: Any) -> Iterator[list[dict[str, Any]]]:
        """The objects below a folder by their keys, page by page."""
        prefix = self._normalize_name(folder) + "/"
        while True:
            page = self.request("list_objects_v2", Prefix=prefix, MaxKeys=PAGE_KEYS, **asked)
            yield page.get("Contents", [])
            if not page.get("IsTruncated"):
                return
            asked = {"ContinuationToken": page["NextContinuationToken"]}

    def _picture_of(self, key: str) -> str:
        folder, _, name = key.removeprefix(f"{self.location}/").rpartition("/")
        return f"{folder}/{picture_of(name)}"

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        if mode != "rb":
            raise ValueError("Objects are read, and written by saving them.")
        return File(self.open_stored(name), name)

    def _save(self, name: str, content: File[bytes]) -> str:
        self.keep({name: b"".join(content.chunks())})
        return name

    def _put(self, named: tuple[str, bytes]) -> None:
        name, data = named
        kind = "image/avif" if name.endswith(".avif") else "image/jpeg"
        self.request("put_object", name, Body=data, ContentType=kind)

    def request(
        self,
        verb: str,
        name: str | None = None,
        read: Callable[[Any], Any] = lambda answer: answer,
        *,
        is_hasty: bool = False,
        **asked: Any,
    ) -> Any:
        """One request about the bucket or an object; raises FileNotFoundError, StorageAwayError."""
        if name is not None:
            asked["Key"] = self._normalize_name(name)
        return ask(
            lambda client: read(getattr(client, verb)(Bucket=self.bucket_name, **asked)),
            endpoint=self.endpoint_url,
            region=self.region_name,
            is_hasty=is_hasty,
        )


def _read_body(found: dict[str, Any]) -> bytes:
    data: bytes = found["Body"].read()
    return data
