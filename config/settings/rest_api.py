"""The REST API: JSON alone, open to everybody, and its OpenAPI pages."""

from __future__ import annotations

from corsheaders.defaults import default_headers

from api.conf import ApiConf, origins_of
from config.env import read_environment

_KNOB = ApiConf.CORS_ORIGINS
_ORIGINS = origins_of(str(read_environment().knobs.get(_KNOB.name, _KNOB.default)))

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.access.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.access.permissions.HasScope"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Vitrine API",
    "DESCRIPTION": (
        "Products, and what looks like them. Open to everybody, without cookies or keys, a number "
        "of times per minute. Every refusal is `{code, message, errors}`; a parameter that is not "
        "listed is refused, an empty one is as if it were absent. Pages of other origins may call "
        "it as far as the shop allows them (CORS)."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # What is sent and what is answered differ: all keys of an answer are there.
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# Pages of other origins may call the API, and nothing else of the shop. No cookie means anything to
# it, so none is let through: what a visitor's browser gets is what anybody gets.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = _ORIGINS == ["*"]
CORS_ALLOWED_ORIGINS = [] if CORS_ALLOW_ALL_ORIGINS else _ORIGINS
CORS_ALLOW_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
CORS_ALLOW_HEADERS = [
    *default_headers,
    *("idempotency-key", "if-match", "if-none-match", "x-request-id"),
]
CORS_EXPOSE_HEADERS = [
    *("ETag", "Location", "Retry-After", "X-Request-ID", "Deprecation", "Sunset"),
    *("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"),
]
