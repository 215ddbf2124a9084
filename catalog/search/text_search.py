"""Words in products: folded, stemmed by the shop's language, and asked in the same way.

The language stands in one SQL function of the database. What is stored (a generated column) and
what is asked both go through it, so the two never disagree, whatever the setting says meanwhile.
"""

from __future__ import annotations

import logging

from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from catalog.conf import conf

logger = logging.getLogger(__name__)


class ProductSearchQuery(SearchQuery):
    """What somebody typed, as PostgreSQL searches for it: words, "phrases", or, -not."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.function = "catalog_search_query"


def apply_language() -> bool:
    """Let words be stemmed by the language of the settings; was it another before?

    Every product's words are read anew then, which takes some 10 s for 100,000 products. Raises
    ImproperlyConfigured for a language that PostgreSQL does not know.
    """
    wanted = conf.SEARCH_LANGUAGE
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('catalog_search_language') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False  # a migration back to before there was a choice
        cursor.execute("SELECT catalog_search_language()::text")
        if cursor.fetchone()[0] == wanted:
            return False
        cursor.execute("SELECT cfgname FROM pg_ts_config ORDER BY cfgname")
        known = [name for (name,) in cursor]
        if wanted not in known:
            raise ImproperlyConfigured(
                f"VITRINE_SEARCH_LANGUAGE: PostgreSQL knows no {wanted}; "
                f"it knows {', '.join(known)}."
            )
        with transaction.atomic():
            # A product that somebody saves meanwhile would keep the old language; searches go on.
            cursor.execute("LOCK TABLE catalog_product IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(language_function(wanted))
            # Written as it is: PostgreSQL makes the generated column anew.
            cursor.execute("UPDATE catalog_product SET name = name")
    logger.info("words are searched in %s now", wanted)
    return True


def language_function(language: str) -> str:
    """The statement that makes a language the shop's own, one that PostgreSQL knows."""
    return f"""
        CREATE OR REPLACE FUNCTION catalog_search_language() RETURNS regconfig
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT '{language}'::pg_catalog.regconfig $$
    """
