"""Parameters of a call: read, checked, and all that is wrong with them told at once."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers

from api.errors import MAX_ERRORS
from api.parameters.language import LANGUAGE, is_offered, not_offered


class Parameters(serializers.Serializer[Any]):
    """The parameters of one call."""

    listed: ClassVar[frozenset[str]] = frozenset()
    """Those that may be given several times, each with one or more of a list with commas."""
    several: ClassVar[frozenset[str]] = frozenset()
    """Those that may be given several times, each with a value of its own."""

    @classmethod
    def read(cls, given: QueryDict) -> dict[str, Any]:
        """Check what came with a request; raises ValidationError naming every parameter at fault.

        `language` may come with any; the view speaks it already (`PublicView`).
        An unknown parameter is a mistake worth hearing of, and so is one that is given twice. One
        without a value, as forms send what nobody filled in, is as if it were absent.
        """
        filled = {
            name: [value for value in values if not _is_empty(value)]
            for name, values in given.lists()
        }
        once = filled.keys() - cls.listed - cls.several
        twice = [name for name, values in filled.items() if len(values) > 1 and name in once]
        problems = {name: [_error("repeated", _("Give this parameter once."))] for name in twice}
        # A plain dict: to DRF, a parameter missing from a QueryDict is an unticked box.
        data = {name: cls._together(name, values) for name, values in filled.items()}
        language = data.pop(LANGUAGE, None)
        if language is not None and not is_offered(language.strip()):
            problems[LANGUAGE] = [_error("invalid_choice", not_offered(language))]
        return cls._read(data, problems)

    @classmethod
    def _together(cls, name: str, values: list[Any]) -> Any:
        if name in cls.several:
            return tuple(values) or None
        return ",".join(values) if name in cls.listed else (values or [None])[-1]

    @classmethod
    def read_json(cls, given: Any) -> dict[str, Any]:
        """Check what came as JSON; raises ValidationError naming every parameter at fault."""
        if not isinstance(given, dict):
            raise serializers.ValidationError(_("Send one JSON object."), "invalid")
        return cls._read(given, {})

    @classmethod
    def _read(cls, given: dict[str, Any], problems: dict[str, Any]) -> dict[str, Any]:
        known = cls._declared_fields
        told = _("Unknown parameter. Known: %(names)s.") % {"names": ", ".join(known)}
        for name in given:
            if name not in known and len(problems) < MAX_ERRORS:
                problems[name] = [_error("unknown", told)]
        read = cls(data={name: value for name, value in given.items() if not _is_empty(value)})
        if not read.is_valid():
            problems = {**read.errors, **problems}
        if problems:
            raise serializers.ValidationError(problems)
        # The plain dict that a serializer's fields make, which DRF leaves untyped.
        return cast(dict[str, Any], read.validated_data)


def _is_empty(value: object) -> bool:
    """Whether it says nothing: null, or a text without a character that is seen."""
    return value is None or (isinstance(value, str) and not value.strip())


def _error(code: str, message: str) -> serializers.ErrorDetail:
    return serializers.ErrorDetail(message, code)


def present(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """Those of checked parameters that were given."""
    return {name: values[name] for name in names if name in values}
