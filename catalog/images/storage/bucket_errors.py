"""What an object storage answers, as the catalogue tells it."""

from __future__ import annotations

from botocore.exceptions import ClientError, NoCredentialsError, PartialCredentialsError

from infra.files.away import StorageAwayError

_MISSING = {"NoSuchKey", "NotFound", "404"}
_REFUSED = ("read_only", "the object storage refuses the shop's key")
_FULL = ("full", "the object storage is full")
_REASONS = {
    **dict.fromkeys(("AccessDenied", "AllAccessDisabled", "403"), _REFUSED),
    **dict.fromkeys(("ExpiredToken", "InvalidAccessKeyId", "SignatureDoesNotMatch"), _REFUSED),
    **dict.fromkeys(("QuotaExceeded", "InsufficientCapacity", "507"), _FULL),
    **dict.fromkeys(("XMinioStorageFull", "EntityTooLarge"), _FULL),
    "NoSuchBucket": ("failed", "the object storage has no such bucket"),
    "RequestTimeTooSkewed": ("failed", "the clock of this machine is wrong"),
}
_NO_KEY = "no key for the object storage is set (AWS_ACCESS_KEY_ID)"


def is_missing(error: Exception) -> bool:
    """Whether nothing is wrong but that there is no such object."""
    return isinstance(error, ClientError) and _code_of(error) in _MISSING


def away_for(error: Exception) -> StorageAwayError:
    """Why the storage could not be asked, in words; which of them may pass is its code."""
    if isinstance(error, ClientError):
        told = f"the object storage reports an error ({_code_of(error)})"
        code, reason = _REASONS.get(_code_of(error), ("away", told))
        return StorageAwayError(reason, code=code)
    if isinstance(error, (NoCredentialsError, PartialCredentialsError)):
        return StorageAwayError(_NO_KEY, code="failed")
    return StorageAwayError("the object storage does not answer")


def _code_of(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", "unknown"))
