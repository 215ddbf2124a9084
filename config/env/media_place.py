"""Where pictures lie: VITRINE_MEDIA_URL, read and checked."""

from __future__ import annotations

import importlib.util
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_PREFIX = re.compile(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*")
_REGION = re.compile(r"[a-z0-9-]{1,40}")
# Read late, and only where pictures lie in a bucket: requirements-s3.txt names both.
_PACKAGES = ("storages", "boto3")


@dataclass(frozen=True, kw_only=True)
class MediaPlace:
    """A bucket of an object storage that speaks S3."""

    bucket: str
    prefix: str = ""
    """What the names of all objects begin with, without slashes at its ends."""
    endpoint: str | None = None
    """The storage's address; None: Amazon's own."""
    region: str | None = None

    @property
    def options(self) -> dict[str, str | None]:
        """The same as options of a storage of django-storages."""
        return {
            "bucket_name": self.bucket,
            "location": self.prefix,
            "endpoint_url": self.endpoint,
            "region_name": self.region,
        }


def read_media_url(raw: str) -> MediaPlace:
    """s3://bucket/prefix?endpoint=https://s3.example&region=eu-central-1; ValueError says why not.

    Keys never stand in it: addresses are logged and shown.
    """
    scheme, _, rest = raw.partition("://")
    if scheme != "s3":
        raise ValueError("must start with s3://")
    place, _, query = rest.partition("?")
    bucket, _, path = place.partition("/")
    if "@" in place:
        raise ValueError("must hold no keys: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    if not _BUCKET.fullmatch(bucket):
        raise ValueError("must name a bucket, as in s3://bucket/prefix")
    prefix = path.strip("/")
    if prefix and (not _PREFIX.fullmatch(prefix) or {".", ".."} & set(prefix.split("/"))):
        raise ValueError("its prefix may have letters, digits and . _ - between slashes")
    try:
        asked = dict(parse_qsl(query, strict_parsing=True)) if query else {}
    except ValueError:
        raise ValueError("must end in ?endpoint=…&region=…, or in neither") from None
    if unknown := asked.keys() - {"endpoint", "region"}:
        raise ValueError(f"knows endpoint and region, and not {', '.join(sorted(unknown))}")
    endpoint, region = asked.get("endpoint"), asked.get("region")
    if endpoint is not None and not re.fullmatch(r"https?://[^/?#@]+", endpoint):
        raise ValueError("its endpoint must be https://host or http://host:port")
    if region is not None and not _REGION.fullmatch(region):
        raise ValueError("its region must be a name such as eu-central-1")
    _refuse_missing_packages()
    return MediaPlace(bucket=bucket, prefix=prefix, endpoint=endpoint, region=region)


def _refuse_missing_packages() -> None:
    missing = [name for name in _PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise ValueError(
            f"needs packages that are not installed ({', '.join(missing)}): "
            "pip install -r requirements-s3.txt"
        )
