"""Reading what came with a request, where the framework lets through what nobody can use."""

from __future__ import annotations

import json
from typing import Any

from rest_framework import parsers
from rest_framework.exceptions import ParseError


class JSONParser(parsers.JSONParser):
    """JSON whose texts are texts, nested no deeper than Python reads; raises ParseError."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            read = super().parse(*args, **kwargs)
            # Half a surrogate pair ("\ud800") is JSON, but no character: neither PostgreSQL nor
            # an answer that repeats it could take it.
            json.dumps(read, ensure_ascii=False).encode()
        except RecursionError:
            raise ParseError("JSON parse error - nested too deeply") from None
        except UnicodeEncodeError:
            raise ParseError("JSON parse error - half a surrogate pair in a text") from None
        return read
