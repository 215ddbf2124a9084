"""A call that is refused with a status, a code and a sentence of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rest_framework.exceptions import APIException

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class CallRefusedError(APIException):
    """Raised wherever a view finds that it may not go on; answered in the API's form."""

    def __init__(
        self,
        status: int,
        code: str,
        sentence: str | _StrPromise,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail=str(sentence), code=code)
        self.status_code, self.code = status, code
        self.errors = [dict(each) for each in errors]
        self.headers = dict(headers or {})
