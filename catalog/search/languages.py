"""In which languages words have their forms: the shop's own, and those of other scripts.

They stand in SQL functions of the database. What is stored (a generated column) and what is asked
both go through them, so the two never disagree, whatever the setting says meanwhile.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from catalog.conf import conf
from catalog.vocabulary.synonyms import renew_keys

logger = logging.getLogger(__name__)

# Words in these letters have their forms in this language, unless the shop names another of them:
# no English word is written so.
_OF_SCRIPTS = {
    "russian": r"[\u0430-\u044f]",
    "greek": r"[\u03b1-\u03c9]",
    "arabic": r"[\u0621-\u064a]",
    "hindi": r"[\u0900-\u097f]",
    "armenian": r"[\u0561-\u0587]",
    "tamil": r"[\u0b80-\u0bff]",
}
_SAME_SCRIPT = {"serbian": "russian", "nepali": "hindi"}


def apply_language() -> bool:
    """Let words be stemmed by the languages of the settings; were they others before?

    Every product's words are read anew then, which takes half a minute for 100,000 products.
    Raises ImproperlyConfigured for a language that PostgreSQL does not know.
    """
    wanted = list(dict.fromkeys(conf.SEARCH_LANGUAGE.replace(",", " ").split()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('catalog_is_little') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return False  # a migration back to before there was a choice
        cursor.execute("SELECT cfgname FROM pg_ts_config ORDER BY cfgname")
        known = [name for (name,) in cursor]
        if unknown := [name for name in wanted if name not in known]:
            raise ImproperlyConfigured(
                f"VITRINE_SEARCH_LANGUAGE: PostgreSQL knows no {unknown[0]}; "
                f"it knows {', '.join(known)}."
            )
        scripts = _scripts_beside(wanted, known)
        written = ", ".join([*wanted, *scripts])
        cursor.execute("SELECT catalog_search_languages()")
        if cursor.fetchone()[0] == written:
            return False
        with transaction.atomic():
            # A product that somebody saves meanwhile would keep the old language; searches go on.
            cursor.execute("LOCK TABLE catalog_product IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(language_functions(wanted, scripts, written))
            # Written as it is: PostgreSQL makes the generated column anew.
            cursor.execute("UPDATE catalog_product SET sku = sku")
        renew_keys()
    logger.info("words are searched in %s now", written)
    return True


def language_functions(languages: Sequence[str], scripts: Sequence[str], written: str) -> str:
    """The statements that make these the shop's languages; PostgreSQL knows all of them."""
    stems = [_vector(name) for name in languages]
    stems += [
        f"CASE WHEN words ~ '{_OF_SCRIPTS[name]}' THEN {_vector(name)} ELSE ''::tsvector END"
        for name in scripts
    ]
    little = [f"{_vector(name)} = ''" for name in languages]
    little += [f"words ~ '{_OF_SCRIPTS[name]}' AND {_vector(name)} = ''" for name in scripts]
    return f"""
        CREATE OR REPLACE FUNCTION catalog_search_languages() RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT '{written}'::text $$;

        CREATE OR REPLACE FUNCTION catalog_search_language() RETURNS regconfig
        LANGUAGE sql IMMUTABLE PARALLEL SAFE
        AS $$ SELECT '{languages[0]}'::pg_catalog.regconfig $$;

        CREATE OR REPLACE FUNCTION catalog_stems(words text) RETURNS tsvector
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT {" || ".join(stems)} $$;

        CREATE OR REPLACE FUNCTION catalog_is_little(words text) RETURNS boolean
        LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$ SELECT {" OR ".join(little)} $$;
    """


def _vector(language: str) -> str:
    return f"to_tsvector('pg_catalog.{language}', words)"


def _scripts_beside(languages: Sequence[str], known: Sequence[str]) -> list[str]:
    taken = {_SAME_SCRIPT.get(name, name) for name in languages}
    return [name for name in _OF_SCRIPTS if name in known and name not in taken]
