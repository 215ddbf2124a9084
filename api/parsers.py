"""Reading what came with a request, where the framework lets through what nobody can use."""

from __future__ import annotations

import io
import json
from typing import IO, Any

from django.core.exceptions import RequestDataTooBig
from rest_framework import parsers
from rest_framework.exceptions import ParseError

# Forty slugs with every filter take 5 kB.
MAX_JSON_BYTES = 64 * 1024


class JSONParser(parsers.JSONParser):
    """JSON that is short (`max_bytes`), whose texts are texts, nested no deeper than Python reads.

    Raises ParseError, and RequestDataTooBig for more.
    """

    max_bytes = MAX_JSON_BYTES

    def parse(self, stream: IO[bytes], *args: Any, **kwargs: Any) -> Any:
        # One byte more than is allowed tells that there are too many.
        body = stream.read(self.max_bytes + 1)
        if len(body) > self.max_bytes:
            raise RequestDataTooBig
        try:
            read = super().parse(io.BytesIO(body), *args, **kwargs)
            # Half a surrogate pair ("\ud800") is JSON, but no character: neither PostgreSQL nor
            # an answer that repeats it could take it.
            json.dumps(read, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError("JSON parse error - nested too deeply") from None
        except UnicodeEncodeError:
            raise ParseError("JSON parse error - half a surrogate pair in a text") from None
        return read


class LongJSONParser(JSONParser):
    """The same for what machines write: a long description, or the stock of 1,000 products."""

    max_bytes = 256 * 1024
