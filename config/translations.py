"""What the shop's pages say, collected for translators: `python -m config.translations`.

Collects the marked strings that shoppers may meet, brings locale/*/LC_MESSAGES/django.po up to
date and compiles them to the django.mo that Django reads. By Babel, so that no machine needs the
gettext tools; both files are kept in the repository, so that no set-up has a step for them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from config.env import BASE_DIR

LOCALE = BASE_DIR / "locale"
# What only staff, commands or programs read is not here: the admin speaks English.
_SHOP = (
    *("shop/**/*.py", "web/*.py", "templates/*.html", "templates/shop/**/*.html"),
    *("catalog/images/validation/*.py", "embeddings/photos/*.py", "recommendations/request/*.py"),
)
_KEYWORDS = {**DEFAULT_KEYWORDS, "gettext_lazy": None, "ngettext_lazy": (1, 2)}


def collect() -> Catalog:
    """The strings that shoppers may meet, in English, with the files in which they stand."""
    found = Catalog(fuzzy=False)
    for path in sorted({path for pattern in _SHOP for path in BASE_DIR.glob(pattern)}):
        name = path.relative_to(BASE_DIR).as_posix()
        for message, context in _strings_of(path):
            found.add(message, locations=[(name, None)], context=context)  # type: ignore[list-item]
    return found


def _strings_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The strings of a file, each with its context: the same word may need two translations."""
    source = path.read_text()
    if path.suffix == ".html":
        source = f"({templatize(source)}\n)"  # in brackets indentation says nothing
    lines = io.BytesIO(source.encode())
    for _, message, _, context in extract("python", lines, _KEYWORDS):
        yield message, context


def read_catalogue(path: Path) -> Catalog:
    """The translations in a .po file, of the language that its folder is named after."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def compiled(catalogue: Catalog) -> bytes:
    """The same as Django reads it."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def bring_up_to_date(path: Path) -> None:
    """Add to a .po file what is new, drop what is gone, and compile it."""
    catalogue = read_catalogue(path)
    catalogue.update(collect(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_output=True)
    path.with_suffix(".mo").write_bytes(compiled(catalogue))


if __name__ == "__main__":
    for po in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        bring_up_to_date(po)
        missing = [
            message.id for message in read_catalogue(po) if message.id and not message.string
        ]
        print(f"{po.parent.parent.name}: {len(missing)} strings to translate")
