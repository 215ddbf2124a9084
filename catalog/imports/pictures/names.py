"""Which file a row means, when it names a picture as people do."""

from __future__ import annotations

import posixpath
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import PureWindowsPath
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from catalog.refusals import RefusedError

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class PictureNotFoundError(RefusedError):
    """A row names a picture that is not there; `str()` is one sentence.

    code: no_files, outside, missing, ambiguous or unreadable.
    """


class PictureNames:
    """The files of a folder or a ZIP, by all the names that rows may call them.

    Letters great and small are one, and so are the two ways of writing ü. A name may leave out the
    outer folders of the file (`red.jpg` for `shoes/red.jpg`), where that means one file alone; or
    have folders that the file has not, where it lies in the outermost (`/media/r/e/red.jpg`): of a
    ZIP, the one folder that all of it was packed in.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        """paths: with forward slashes, below the folder or within the ZIP."""
        self._by_name: dict[str, list[str]] = defaultdict(list)
        paths = list(paths)
        folders = [path.rpartition("/")[0] for path in paths]
        self._outermost = _folded(posixpath.commonpath(folders)) if folders else ""
        for path in paths:
            self._by_name[_folded(path.rsplit("/", 1)[-1])].append(path)

    def find(self, reference: str) -> str:
        """The path of the file that a name means; raises PictureNotFoundError."""
        given = reference.strip()
        parts = [part for part in given.replace("\\", "/").split("/") if part not in ("", ".")]
        if ".." in parts or PureWindowsPath(given).drive or "\0" in given:
            raise _refusal("outside", _("%(name)r leads out of the pictures' folder."), given)
        name = "/".join(parts)
        alike = self._by_name.get(_folded(parts[-1])) if parts else None
        if not alike:
            raise _refusal("missing", _("There is no picture named %(name)r."), given)
        if name in alike:
            return name
        found = [path for path in alike if _ends_in(_folded(path), _folded(name))]
        if not found:
            ends = {_folded("/".join(parts[start:])) for start in range(1, len(parts))}
            found = [path for path in alike if self._within(path) in ends]
        if not found:
            raise _refusal("missing", _("There is no picture named %(name)r."), given)
        if len(found) > 1:
            raise _refusal(
                "ambiguous",
                _("%(name)r may be %(first)r or %(second)r; name the folder as well."),
                given,
                first=found[0],
                second=found[1],
            )
        return found[0]

    def _within(self, path: str) -> str:
        return _folded(path).removeprefix(self._outermost).lstrip("/")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _ends_in(path: str, name: str) -> bool:
    return path == name or path.endswith(f"/{name}")


def _refusal(
    code: str, sentence: str | _StrPromise, name: str, **parameters: str
) -> PictureNotFoundError:
    return PictureNotFoundError(code, sentence, name=name[:200], **parameters)
