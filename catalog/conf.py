"""What a shop may turn about its catalogue."""

from __future__ import annotations

import re

from infra.conf import Knob


def _check_language(name: str) -> None:
    if not re.fullmatch(r"[a-z_]{1,60}", name):
        raise ValueError("must be the name of a PostgreSQL text search configuration")


class CatalogConf:
    SEARCH_LANGUAGE = Knob(
        "english",
        unit="PostgreSQL text search configuration",
        help="Language whose word forms are one to the search: `english`, `german`, `simple` …; "
        "`manage.py migrate` applies it.",
        check=_check_language,
    )


conf = CatalogConf()
