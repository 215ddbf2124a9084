"""Parameters of a call: read, checked, and all that is wrong with them told at once."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django.http import QueryDict
from django.utils.translation import gettext as _
from rest_framework import serializers

from api.errors import MAX_ERRORS


class Parameters(serializers.Serializer[Any]):
    """The parameters of one call."""

    listed: ClassVar[frozenset[str]] = frozenset()
    """Those that may be given several times, each with one or more of a list with commas."""

    @classmethod
    def read(cls, given: QueryDict) -> dict[str, Any]:
        """Check what came with a request; raises ValidationError naming every parameter at fault.

        An unknown parameter is a mistake worth hearing of, and so is one that is given twice.
        """
        twice = [
            name for name, values in given.lists() if len(values) > 1 and name not in cls.listed
        ]
        problems = {name: [_error("repeated", _("Give this parameter once."))] for name in twice}
        # A plain dict: to DRF, a parameter missing from a QueryDict is an unticked box.
        lists = {
            name: ",".join(filter(None, given.getlist(name)))
            for name in cls.listed
            if name in given
        }
        return cls._read({**given.dict(), **lists}, problems)

    @classmethod
    def read_json(cls, given: Any) -> dict[str, Any]:
        """Check what came as JSON; raises ValidationError naming every parameter at fault."""
        if not isinstance(given, dict):
            raise serializers.ValidationError(_("Send one JSON object."), "invalid")
        return cls._read(given, {})

    @classmethod
    def _read(cls, given: dict[str, Any], problems: dict[str, Any]) -> dict[str, Any]:
        known = cls().fields
        told = _("Unknown parameter. Known: %(names)s.") % {"names": ", ".join(known)}
        for name in given:
            if name not in known and len(problems) < MAX_ERRORS:
                problems[name] = [_error("unknown", told)]
        read = cls(data=given)
        if not read.is_valid():
            problems = {**read.errors, **problems}
        if problems:
            raise serializers.ValidationError(problems)
        # The plain dict that a serializer's fields make, which DRF leaves untyped.
        return cast(dict[str, Any], read.validated_data)


def _error(code: str, message: str) -> serializers.ErrorDetail:
    return serializers.ErrorDetail(message, code)


def present(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """Those of checked parameters that were given."""
    return {name: values[name] for name in names if name in values}
