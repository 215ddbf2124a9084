"""A body of JSON: read, checked, and all that is wrong with it told at once."""

from __future__ import annotations

from typing import Any, cast

from django.utils.translation import gettext as _
from rest_framework import serializers

from api.errors import MAX_ERRORS


class Body(serializers.Serializer[Any]):
    """One JSON object."""

    @classmethod
    def read(cls, given: Any, *, partial: bool = False) -> dict[str, Any]:
        """Only what was sent; raises ValidationError naming every field at fault.

        partial: nothing has to be there.
        """
        if not isinstance(given, dict):
            raise serializers.ValidationError(_("Send one JSON object."), "invalid")
        known = cls._declared_fields
        told = _("Unknown field. Known: %(names)s.") % {"names": ", ".join(known)}
        unknown = [name for name in given if name not in known][:MAX_ERRORS]
        problems: dict[str, Any] = {
            name: [serializers.ErrorDetail(told, "unknown")] for name in unknown
        }
        body = cls(data=given, partial=partial)
        if not body.is_valid():
            problems = {**body.errors, **problems}
        if problems:
            raise serializers.ValidationError(problems)
        return cast(dict[str, Any], body.validated_data)
