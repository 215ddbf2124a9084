"""Traces that go on in another process: from the request that queues a picture to its vector."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.http import HttpRequest, HttpResponse
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import Link, Span, SpanKind
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from web.server.request_id import HEADER

_PROPAGATOR = TraceContextTextMapPropagator()
# Whoever knows the id of a shopper's photo can see it.
_PHOTO_ID = re.compile(r"(/photo(?:-searches)?/)[^/?]+")
_ADDRESSES = ("http.target", "http.url", "url.path", "url.full")


class OpenTelemetryTracer:
    """Carries traces over the queue, as infra.traces asks for it."""

    def __init__(self) -> None:
        self._tracer = trace.get_tracer("vitrine.work")

    def current(self) -> str:
        carrier: dict[str, str] = {}
        _PROPAGATOR.inject(carrier)
        return carrier.get("traceparent", "")

    @contextmanager
    def work(self, name: str, origins: list[str]) -> Iterator[None]:
        """One span where one trace asked for the work, or none did.

        Where several did, the work stands in the trace of the task that does it, and each of theirs
        has a span as long as the work, linked with it both ways.
        """
        asked = [_context_of(origin) for origin in origins]
        doing = trace.get_current_span().get_span_context()
        with ExitStack() as spans:
            start = self._tracer.start_as_current_span
            if len(asked) == 1:
                links = [Link(doing)] if doing.is_valid else []
                spans.enter_context(
                    start(name, context=asked[0], kind=SpanKind.CONSUMER, links=links)
                )
            else:
                links = [Link(trace.get_current_span(each).get_span_context()) for each in asked]
                batch = spans.enter_context(start(name, kind=SpanKind.CONSUMER, links=links))
                for each in asked:
                    spans.enter_context(self._beside(name, each, batch))
            yield

    @contextmanager
    def _beside(self, name: str, context: Context, batch: Span) -> Iterator[None]:
        links = [Link(batch.get_span_context())]
        span = self._tracer.start_span(name, context=context, kind=SpanKind.CONSUMER, links=links)
        with trace.use_span(span, end_on_exit=True), trace.use_span(batch):
            yield


def without_private_addresses(span: Span, request: HttpRequest) -> None:
    """Leave the names of shoppers' photos, and what was searched for, out of a request's span."""
    path = _PHOTO_ID.sub(r"\1-", request.path)
    recorded = getattr(span, "attributes", None) or {}
    for name in _ADDRESSES:
        if name in recorded:
            span.set_attribute(name, path)
    if "url.query" in recorded:
        span.set_attribute("url.query", "-")


def with_request_id(span: Span, request: HttpRequest, response: HttpResponse) -> None:
    """Let a request's span be found by the name that its answer and the logs have for it."""
    if span.is_recording() and response.has_header(HEADER):
        span.set_attribute(f"http.response.header.{HEADER.lower()}", [response[HEADER]])


def _context_of(traceparent: str) -> Context:
    return _PROPAGATOR.extract({"traceparent": traceparent})
