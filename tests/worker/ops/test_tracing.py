"""One trace from the upload in the admin to the stored vector; nothing without an exporter.

All is here, with the one test that needs a worker: OpenTelemetry starts once in a process.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.db.backends.signals import connection_created
from django.test import Client
from django.urls import reverse
from opentelemetry.instrumentation.celery import CeleryInstrumentor
from opentelemetry.instrumentation.django import DjangoInstrumentor
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from embeddings.models import EmbeddingSpace, ImageEmbedding
from infra.traces import set_tracer
from ops.traced_statements import StatementRecorder
from ops.tracing import is_tracing_wanted, start_recording
from tests.filled_form import filled
from tests.waiting import wait_until

ON = {"OTEL_TRACES_EXPORTER": "console", "OTEL_METRICS_EXPORTER": "none"}


class Recorded:
    """What this process has recorded so far."""

    def __init__(self) -> None:
        self.exporter, self.reader = InMemorySpanExporter(), InMemoryMetricReader()

    def spans(self, name: str = "") -> list[ReadableSpan]:
        return [span for span in self.exporter.get_finished_spans() if name in span.name]

    def one(self, name: str) -> ReadableSpan:
        (span,) = self.spans(name)
        return span

    def of_trace(self, span: ReadableSpan) -> list[ReadableSpan]:
        trace = span.context.trace_id
        return [each for each in self.spans() if each.context.trace_id == trace]

    def metrics(self) -> set[str]:
        data = self.reader.get_metrics_data()
        return {
            metric.name
            for resource in data.resource_metrics
            for scope in resource.scope_metrics
            for metric in scope.metrics
        }


@pytest.fixture(scope="module")
def _recording() -> Iterator[Recorded]:
    """OpenTelemetry takes its providers once for a process, and keeps them."""
    recorded = Recorded()
    start_recording("web", spans=SimpleSpanProcessor(recorded.exporter), metrics=recorded.reader)
    yield recorded
    set_tracer(None)
    DjangoInstrumentor().uninstrument()
    CeleryInstrumentor().uninstrument()
    connection_created.disconnect(dispatch_uid="vitrine.traced_statements")
    for connection in connections.all():
        connection.execute_wrappers[:] = [
            each for each in connection.execute_wrappers if not isinstance(each, StatementRecorder)
        ]


@pytest.fixture
def recorded(_recording: Recorded, transactional_db) -> Recorded:
    _recording.exporter.clear()
    return _recording


@pytest.fixture
def upload(
    admin_client: Client, make_product, picture: Callable[..., bytes]
) -> Callable[[str], None]:
    """Put a picture on a product of its own, through the admin's form."""

    def send(colour: str) -> None:
        address = reverse("admin:catalog_product_change", args=[make_product().pk])
        file = SimpleUploadedFile("vase.jpg", picture(colour), "image/jpeg")
        form = filled(admin_client.get(address), new_pictures=[file])
        assert admin_client.post(address, form).status_code == 302

    return send


def _ids(span: ReadableSpan) -> tuple[str, str]:
    return f"0x{span.context.trace_id:032x}", f"0x{span.context.span_id:016x}"


def test_one_trace_from_the_upload_to_the_stored_vector(
    recorded, plain_space: EmbeddingSpace, upload, embed
) -> None:
    upload("red")
    assert embed() == 1

    request = recorded.one("POST")
    work = recorded.one("embed pictures")
    assert work.parent.span_id == request.context.span_id
    statements = [
        span.attributes["db.query.text"]
        for span in recorded.of_trace(request)
        if "db.query.text" in span.attributes
    ]
    assert any(text.startswith("INSERT INTO embeddings_imageembedding") for text in statements)
    assert any("SET state = 'ready'" in text for text in statements)
    assert recorded.spans("apply_async/embeddings.tasks.embed_pending")
    assert ImageEmbedding.objects.get().traceparent == ""


def test_pictures_of_several_uploads_in_one_batch(
    recorded, plain_space: EmbeddingSpace, upload, embed
) -> None:
    upload("red")
    upload("blue")
    assert embed() == 2

    requests = recorded.spans("POST")
    traces = {request.context.trace_id for request in requests}
    assert len(traces) == 2
    batch, *beside = sorted(
        recorded.spans("embed pictures"), key=lambda span: span.context.trace_id in traces
    )
    assert {span.context.trace_id for span in beside} == traces
    assert {link.context.span_id for link in batch.links} == {
        request.context.span_id for request in requests
    }
    for span in beside:
        assert [link.context.span_id for link in span.links] == [batch.context.span_id]
    (stored,) = [
        span
        for span in recorded.of_trace(batch)
        if "SET state = 'ready'" in span.attributes.get("db.query.text", "")
    ]
    assert stored.parent.span_id == batch.context.span_id


@pytest.mark.worker
def test_the_trace_goes_on_in_a_real_worker(
    recorded, plain_space: EmbeddingSpace, upload, start_worker
) -> None:
    worker = start_worker(**ON)
    upload("red")
    wait_until(lambda: ImageEmbedding.objects.ready().exists(), 60, worker.output)

    trace, span = _ids(recorded.one("POST"))
    # As the console exporter writes a span: name, context, kind, parent.
    written = re.compile(
        r'"name": "embed pictures",\s+"context": {\s+"trace_id": "' + trace + r'"[^}]+},\s+'
        r'"kind": "SpanKind.CONSUMER",\s+"parent_id": "' + span + '"'
    )
    wait_until(lambda: written.search(worker.output()), 20, worker.output)
    run = re.compile(
        r'"name": "run/embeddings.tasks.embed_pending",\s+"context": {\s+"trace_id": "' + trace
    )
    wait_until(lambda: run.search(worker.output()), 20, worker.output)
    assert "vitrine-worker" in worker.output()


def test_every_statement_of_a_search_is_a_span_without_its_parameters(
    recorded, plain_space: EmbeddingSpace, make_product, embed, client: Client
) -> None:
    make_product("red", slug="secret-slug")
    make_product("blue")
    embed()
    recorded.exporter.clear()

    assert client.get("/api/v1/products/secret-slug/similar/").status_code == 200

    request = recorded.one("GET")
    statements = [s for s in recorded.of_trace(request) if "db.query.text" in s.attributes]
    texts = [span.attributes["db.query.text"] for span in statements]
    assert any("<=>" in text for text in texts)
    assert {span.parent.span_id for span in statements} == {request.context.span_id}
    assert "secret-slug" not in str(texts)
    assert {"db.client.operation.duration", "http.server.duration"} <= recorded.metrics()


def test_no_photo_and_no_search_can_be_read_from_a_trace(recorded, client: Client) -> None:
    client.get("/photo/NameOfAPhoto/")
    client.get("/api/v1/photo-searches/NameOfAPhoto/?brand=Secret")
    client.get("/search/?q=Secret")

    told = str([dict(span.attributes) for span in recorded.spans("GET")])
    assert "/photo/-/" in told
    assert "/search/" in told
    assert "NameOfAPhoto" not in told
    assert "Secret" not in told


def test_health_is_answered_under_any_name_and_not_recorded(recorded, client: Client) -> None:
    assert client.get("/livez", headers={"host": "10.0.0.1"}).status_code == 200
    assert not recorded.spans("GET")


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({}, False),
        ({"OTEL_SERVICE_NAME": "shop"}, False),
        ({"OTEL_TRACES_EXPORTER": "none"}, False),
        ({"OTEL_TRACES_EXPORTER": "otlp"}, True),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://collector:4318"}, True),
        ({"OTEL_METRICS_EXPORTER": "console", "OTEL_SDK_DISABLED": "true"}, False),
    ],
)
def test_it_is_on_only_where_an_exporter_is_named(
    monkeypatch: pytest.MonkeyPatch, environ, wanted
) -> None:
    for name in [name for name in os.environ if name.startswith("OTEL_")]:
        monkeypatch.delenv(name)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)

    assert is_tracing_wanted() is wanted


def _web_process(code: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", **environ},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_without_an_exporter_nothing_records() -> None:
    # Redis' client looks for OpenTelemetry's metrics by itself.
    code = """
import config.wsgi, sys
print([name for name in sys.modules
       if name.startswith(("opentelemetry.sdk.trace", "opentelemetry.instr", "ops.traced_"))])
"""
    ran = _web_process(code)
    assert ran.stdout.splitlines()[-1:] == ["[]"], ran.stderr


def test_missing_packages_are_named() -> None:
    code = "import sys; sys.modules['opentelemetry.sdk'] = None; import config.wsgi"
    ran = _web_process(code, **ON)
    assert "requirements-otel.txt" in ran.stderr.splitlines()[-1]


def test_an_unknown_exporter_is_named() -> None:
    ran = _web_process("import config.wsgi", OTEL_TRACES_EXPORTER="zipkin")
    assert "no exporter is called zipkin" in ran.stderr.splitlines()[-1]
