"""What every address of the API has in common: counted, strict about parameters, stateless."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.views import APIView

from api.schema import DocumentedSchema
from web.rate_limits import check_rate


class PublicView(APIView):
    """An address that anybody may call, so many times a minute."""

    schema = DocumentedSchema()
    metadata_class = None
    costly: ClassVar[dict[str, str]] = {}
    """HTTP method -> a rate limit of its own, for what costs more than a query."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        check_rate(request, "api")
        if scope := self.costly.get(request.method or ""):
            check_rate(request, scope)


class UnknownAddressView(APIView):
    """Addresses that do not exist get the API's form of an error, not a page."""

    schema = None
    metadata_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound(
            _("There is nothing at this address; addresses of the API end with a slash.")
        )
