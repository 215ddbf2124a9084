"""How a file is read: recognised, shown to staff, and corrected by them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Literal

from django.utils.translation import gettext_lazy as _

from catalog.imports.problems import FileRefusedError
from catalog.imports.tables.delimiter import DELIMITERS
from catalog.imports.tables.encoding import ENCODINGS

Kind = Literal["text", "xlsx", "xml"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What has to be known of a file to cut it into cells; empty is what is to be recognised."""

    kind: Kind
    encoding: str = ""
    """Of text: one of ENCODINGS."""
    delimiter: str = ""
    """Of text: one of DELIMITERS."""
    sheet: str = ""
    """Of a spreadsheet: which one of its sheets."""

    def __post_init__(self) -> None:
        if (self.encoding and self.encoding not in ENCODINGS) or (
            self.delimiter and self.delimiter not in DELIMITERS
        ):
            raise FileRefusedError(
                "encoding", _("Choose an encoding and a delimiter that are on the list.")
            )

    def with_text(self, encoding: str, delimiter: str) -> Reading:
        """The same, once encoding and delimiter are known."""
        return replace(
            self, encoding=encoding, delimiter=delimiter if delimiter in DELIMITERS else ","
        )

    def as_json(self) -> dict[str, str]:
        """To be kept for the next time."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: object) -> Reading:
        """What `as_json` gave. Raises FileRefusedError."""
        match kept:
            case {"kind": "text" | "xlsx" | "xml" as kind, **rest}:
                names = ("encoding", "delimiter", "sheet")
                return cls(kind=kind, **{name: str(rest.get(name, "")) for name in names})
        raise FileRefusedError("encoding", _("This does not say how a file is read."))
