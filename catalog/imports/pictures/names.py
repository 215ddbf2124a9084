"""Which file a row means, when it names a picture as people do."""

from __future__ import annotations

import posixpath
import unicodedata
from abc import ABC, abstractmethod
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


class PictureNames(ABC):
    """The files of a folder or a ZIP, by all the names that rows may call them.

    Letters great and small are one, and so are the two ways of writing ü. A name may leave out the
    outer folders of the file (`red.jpg` for `shoes/red.jpg`), where that means one file alone; or
    have folders that the file has not, where it lies in the outermost (`/media/r/e/red.jpg`): of a
    ZIP, the one folder that all of it was packed in.
    """

    outermost = ""
    """The folder that all of them lie in."""

    @abstractmethod
    def has(self, path: str) -> bool:
        """Whether there is exactly this one."""

    @abstractmethod
    def alike(self, name: str) -> Iterable[str]:
        """Those whose last part is this one, folded; in their order."""

    def find(self, reference: str) -> str:
        """The path of the file that a name means; raises PictureNotFoundError."""
        given = reference.strip()
        parts = [part for part in given.replace("\\", "/").split("/") if part not in ("", ".")]
        if ".." in parts or PureWindowsPath(given).drive or "\0" in given:
            raise _refusal("outside", _("%(name)r leads out of the pictures' folder."), given)
        name = "/".join(parts)
        if self.has(name):
            return name
        last = fold(parts[-1]) if parts else ""
        found = [path for path in self.alike(last) if _ends_in(fold(path), fold(name))]
        if not found:
            ends = {fold("/".join(parts[start:])) for start in range(1, len(parts))}
            outermost = fold(self.outermost)
            found = [path for path in self.alike(last) if _within(path, outermost) in ends]
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


class ListedNames(PictureNames):
    """Held in memory: files of a folder."""

    def __init__(self, paths: Iterable[str]) -> None:
        """paths: with forward slashes, below the folder."""
        self._by_name: dict[str, list[str]] = defaultdict(list)
        paths = list(paths)
        folders = [path.rpartition("/")[0] for path in paths]
        self.outermost = posixpath.commonpath(folders) if folders else ""
        for path in paths:
            self._by_name[fold(last_part(path))].append(path)

    def has(self, path: str) -> bool:
        return path in self.alike(fold(last_part(path)))

    def alike(self, name: str) -> Iterable[str]:
        return self._by_name.get(name, ())


def last_part(path: str) -> str:
    """Of a path its file."""
    return path.rsplit("/", 1)[-1]


def fold(name: str) -> str:
    """As names are compared."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _within(path: str, outermost: str) -> str:
    return fold(path).removeprefix(outermost).lstrip("/")


def _ends_in(path: str, name: str) -> bool:
    return path == name or path.endswith(f"/{name}")


def _refusal(
    code: str, sentence: str | _StrPromise, name: str, **parameters: str
) -> PictureNotFoundError:
    return PictureNotFoundError(code, sentence, name=name[:200], **parameters)
