"""What every address of the API has in common: counted, strict about parameters, stateless."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.access.errors import AccessRefusedError
from api.parameters.language import language_of
from api.schema import DocumentedSchema
from web.client_address import is_shopper_named
from web.keys.models import ApiKey
from web.rate_limits import Allowance, Limit, RateLimitedError, check_rate, count_against


class PublicView(APIView):
    """An address that anybody may call, so many times a minute."""

    schema = DocumentedSchema()
    metadata_class = None
    costly: ClassVar[dict[str, str]] = {}
    """HTTP method -> a rate limit of its own, for what costs more than a query."""

    allowance: Allowance | None = None
    """What whoever asks has left of the limit that is nearest to its end."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Until the request is answered: LanguageMiddleware puts back what was spoken before.
        translation.activate(language_of(request.query_params))
        try:
            super().initial(request, *args, **kwargs)
        except AccessRefusedError:
            self._count(check_rate, request, "api")  # wrong keys cost a question each, too
            raise
        key = request.auth
        if isinstance(key, ApiKey):
            self._count(count_against, f"key:{key.pk}", Limit(key.requests_per_minute, 60))
        if key is None or is_shopper_named(request):
            self._count(check_rate, request, "api")
        if scope := self.costly.get(request.method or ""):
            self._count(check_rate, request, scope)

    def _count(self, count: Callable[..., Allowance | None], *of: Any) -> None:
        try:
            allowance = count(*of)
        except RateLimitedError as error:
            self.allowance = error.allowance
            raise
        if allowance and (self.allowance is None or allowance.left < self.allowance.left):
            self.allowance = allowance

    def options(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Response:
        """Which methods there are; what browsers ask before they call is answered by CORS."""
        return Response(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Content-Language"] = translation.get_language()
        if self.allowance:
            response["RateLimit-Limit"] = str(self.allowance.limit)
            response["RateLimit-Remaining"] = str(self.allowance.left)
            response["RateLimit-Reset"] = str(self.allowance.reset_seconds)
        return response


class UnknownAddressView(APIView):
    """Addresses that do not exist get the API's form of an error, not a page."""

    schema = None
    metadata_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise NotFound(
            _("There is nothing at this address; addresses of the API end with a slash.")
        )
