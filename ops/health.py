"""Whether the process lives, and whether everything it needs is there; for whoever is on call."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from infra.version import VERSION
from monitoring.checks.run import run_checks


@require_safe
@never_cache
def livez(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """What works: 200 while pages can be served, 503 when not; each check says what it found."""
    checks = run_checks()
    # Without a database no page works; what else is wrong makes the shop worse, and is said.
    status = "ok" if all(result["ok"] for result in checks.values()) else "degraded"
    # Visitors' pages are read from replicas while the primary is away.
    if not checks["database"]["ok"] and not checks.get("replicas", {}).get("usable"):
        status = "unavailable"
    return JsonResponse(
        {"status": status, "version": VERSION, "checks": checks},
        status=503 if status == "unavailable" else 200,
    )
