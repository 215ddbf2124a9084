"""The REST API: JSON alone, open to everybody, and its OpenAPI pages."""

from __future__ import annotations

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
        "listed is refused. Answers carry no CORS headers: call it from your own host, or let the "
        "proxy in front add them."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}
