"""Traces and metrics in the OpenTelemetry way, for whoever is on call.

Off unless OpenTelemetry's own environment variables name an exporter, and then nothing of it is
imported. It takes the packages of requirements-otel.txt; docs/howto/monitoring.md says what comes
out.
"""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from infra.traces import set_tracer

if TYPE_CHECKING:
    from opentelemetry.sdk.metrics.export import MetricReader
    from opentelemetry.sdk.trace import SpanProcessor

# Any of them says that somebody collects. The packages alone do not: by the letter of the
# specification each process would then try to reach a collector on localhost.
_SWITCHES = (
    "OTEL_TRACES_EXPORTER",
    "OTEL_METRICS_EXPORTER",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
)
# By the names that the SDK's packages give them; OTLP goes by HTTP, which needs no compiled parts.
_ENTRY_POINTS = {"otlp": "otlp_proto_http"}
_FLUSH_MS = 3_000
_HEALTH = "ops.middleware.HealthMiddleware"


def is_tracing_wanted() -> bool:
    """Whether the environment names an exporter, and does not switch OpenTelemetry off."""
    if os.environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return False
    return any(os.environ.get(name, "").strip() not in ("", "none") for name in _SWITCHES)


def set_up_tracing(process: str) -> bool:
    """Record this process, `web`, `worker` or `beat`, if the environment asks for it; does it?

    Raises ImproperlyConfigured where it asks and the packages, or the exporter, are not there.
    """
    if not is_tracing_wanted():
        return False
    try:
        from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise ImproperlyConfigured(
            f"OTEL_* variables ask for traces; install requirements-otel.txt first ({error})."
        ) from None
    spans = _exporter_of("traces")
    metrics = _exporter_of("metrics")
    start_recording(
        process,
        spans=BatchSpanProcessor(spans) if spans else None,
        metrics=PeriodicExportingMetricReader(metrics) if metrics else None,
    )
    return True


def start_recording(
    process: str, *, spans: SpanProcessor | None, metrics: MetricReader | None
) -> None:
    """Record requests, tasks and statements of this process with these; for its lifetime."""
    from opentelemetry import metrics as metrics_api
    from opentelemetry import trace
    from opentelemetry.instrumentation.celery import CeleryInstrumentor
    from opentelemetry.instrumentation.django import DjangoInstrumentor
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    from infra.version import VERSION
    from ops.traced_statements import record_statements
    from ops.traced_work import OpenTelemetryTracer, with_request_id, without_private_addresses

    resource = Resource.create({"service.version": VERSION})
    # OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES have the last word.
    if str(resource.attributes["service.name"]).startswith("unknown_service"):
        resource = resource.merge(Resource({"service.name": f"vitrine-{process}"}))
    tracing = TracerProvider(resource=resource)
    if spans:
        tracing.add_span_processor(spans)
    trace.set_tracer_provider(tracing)
    metering = MeterProvider([metrics] if metrics else [], resource=resource)
    metrics_api.set_meter_provider(metering)
    DjangoInstrumentor().instrument(
        # It goes behind the middleware that answers health checks, since it asks for the host name
        # and would refuse a strange one.
        middleware_position=settings.MIDDLEWARE.index(_HEALTH) + 1,
        request_hook=without_private_addresses,
        response_hook=with_request_id,
    )
    CeleryInstrumentor().instrument()
    record_statements()
    set_tracer(OpenTelemetryTracer())


def flush_tracing(**kwargs: object) -> None:
    """Send what is recorded before a process goes; pool processes end without Python's own exit."""
    from opentelemetry import metrics, trace

    for provider in (trace.get_tracer_provider(), metrics.get_meter_provider()):
        if flush := getattr(provider, "force_flush", None):
            flush(_FLUSH_MS)


def _exporter_of(signal: str) -> Any:
    """The exporter that the environment names for `traces` or `metrics`; None for none of them."""
    name = os.environ.get(f"OTEL_{signal.upper()}_EXPORTER", "").strip() or "otlp"
    if name == "none":
        return None
    group = f"opentelemetry_{signal}_exporter"
    found = list(entry_points(group=group, name=_ENTRY_POINTS.get(name, name)))
    if not found:
        raise ImproperlyConfigured(
            f"OTEL_{signal.upper()}_EXPORTER: no exporter is called {name}; otlp, console and none"
            " are there."
        )
    return found[0].load()()
