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
    """JSON that is short, whose texts are texts, nested no deeper than Python reads.

    Raises ParseError, and RequestDataTooBig for more than MAX_JSON_BYTES.
    """

    def parse(self, stream: IO[bytes], *args: Any, **kwargs: Any) -> Any:
        # One byte more than is allowed tells that there are too many.
        body = stream.read(MAX_JSON_BYTES + 1)
        if len(body) > MAX_JSON_BYTES:
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
