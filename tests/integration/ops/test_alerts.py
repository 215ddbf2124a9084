"""Alert rules and the dashboard of deploy/ ask for what /metrics tells, and promtool agrees."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from embeddings.models import PhotoMean
from embeddings.worker import state as worker_state
from monitoring.models import Backup, ObjectiveCount
from ops.engine_metrics import engine_metrics
from ops.replica_metrics import replica_metrics
from tests.fixtures.real_data import skip_or_fail

DEPLOY = Path(settings.BASE_DIR) / "deploy"
RULES = DEPLOY / "prometheus" / "alerts.yml"
RULE_TESTS = DEPLOY / "prometheus" / "alerts.test.yml"
DASHBOARD = DEPLOY / "grafana" / "vitrine.json"
ON_CALL = Path(settings.BASE_DIR) / "docs" / "howto" / "on-call.md"
_METRIC = re.compile(r"\bvitrine_\w+")


def rules() -> list[dict[str, Any]]:
    return [
        rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]
    ]


def dashboard() -> dict[str, Any]:
    return json.loads(DASHBOARD.read_text())


def charts() -> list[dict[str, Any]]:
    return [panel for panel in dashboard()["panels"] if panel["type"] != "row"]


@pytest.fixture
def told(client: Client, indexed_space) -> str:
    """/metrics of a shop of which there is everything to tell."""
    worker_state.beat(list(worker_state.QUEUES))
    now = timezone.now()
    Backup.objects.create(made_at=now, name="a", bytes=9)
    PhotoMean.objects.create(
        features_key=indexed_space.features_key, framing="white", photos=30, sums=b""
    )
    ObjectiveCount.objects.create(at=now, name="photo", bucket=4, events=9, good=9, seconds=1)
    indexed_space.recall, indexed_space.recall_measured_at = 0.99, now
    indexed_space.save()
    return client.get("/metrics").content.decode()


def test_what_alerts_and_dashboard_ask_for_is_told(told: str) -> None:
    names = {
        sample.name for family in text_string_to_metric_families(told) for sample in family.samples
    }
    labels = {
        label
        for family in text_string_to_metric_families(told)
        for sample in family.samples
        for label in sample.labels
    }
    asked = [rule["expr"] for rule in rules()]
    asked += [target["expr"] for panel in charts() for target in panel["targets"]]
    found = {name for expression in asked for name in _METRIC.findall(expression)}
    assert len(found) > 12
    # Of these nothing is told where there are none.
    replicas = set(_METRIC.findall(inspect.getsource(replica_metrics)))
    assert found - names - replicas - {family.name for family in engine_metrics([])} == set()
    by = {
        label.strip()
        for expression in asked
        for listed in re.findall(r"by \(([^)]*)\)", expression)
        for label in listed.split(",")
    }
    assert by - labels - {"replica", "engine"} == set()


def test_every_metric_is_documented(told: str) -> None:
    document = (Path(settings.BASE_DIR) / "docs" / "howto" / "monitoring.md").read_text()
    told_of = {family.name for family in text_string_to_metric_families(told)}
    documented = set(re.findall(r"`(vitrine_\w+?)(?:_total)?`", document))
    assert told_of - documented == set()


def test_every_alert_says_what_it_is_and_what_to_do() -> None:
    headings = re.findall(r"^## (.+)$", ON_CALL.read_text(), re.MULTILINE)
    anchors = {heading.lower().replace(" ", "-") for heading in headings}
    for rule in rules():
        page, _, anchor = rule["annotations"]["runbook"].partition("#")
        assert page == "docs/howto/on-call.md", rule["alert"]
        assert anchor in anchors, rule["alert"]
        assert rule["annotations"]["summary"], rule["alert"]
        assert rule["labels"]["severity"] in {"page", "ticket"}, rule["alert"]
        assert rule["alert"] in ON_CALL.read_text(), rule["alert"]


def test_every_alert_is_tried() -> None:
    tests = yaml.safe_load(RULE_TESTS.read_text())["tests"]
    fires = {
        each["alertname"]
        for test in tests
        for each in test["alert_rule_test"]
        if each["exp_alerts"]
    }
    assert fires == {rule["alert"] for rule in rules()}


def test_the_dashboard_is_one_that_grafana_can_read() -> None:
    board = dashboard()
    assert board["title"]
    assert board["schemaVersion"] >= 36
    assert [each["type"] for each in board["templating"]["list"]] == ["datasource", "query"]
    ids = [panel["id"] for panel in board["panels"]]
    assert len(ids) == len(set(ids))
    taken: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24, panel["title"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, f"{panel['title']} lies on another"
        taken |= cells
    for panel in charts():
        assert panel["title"]
        assert panel["datasource"]["uid"] == "${datasource}"
        references = [target["refId"] for target in panel["targets"]]
        assert references, panel["title"]
        assert len(references) == len(set(references)), panel["title"]
        assert all(target["datasource"]["uid"] == "${datasource}" for target in panel["targets"])


@pytest.fixture
def promtool() -> Callable[..., str]:
    """Prometheus' own tool, of the Debian package `prometheus`; what it says when all is well."""
    if shutil.which("promtool") is None:
        skip_or_fail("promtool is not installed (Debian: prometheus)")

    def run(*arguments: str, given: str = "") -> str:
        done = subprocess.run(
            ["promtool", *arguments], input=given, capture_output=True, text=True, timeout=60
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, said
        return said

    return run


def test_promtool_takes_the_rules_and_they_do_what_their_tests_say(promtool) -> None:
    assert f"{len(rules())} rules found" in promtool("check", "rules", str(RULES))
    promtool("test", "rules", str(RULE_TESTS))


def test_promtool_has_nothing_to_say_of_the_metrics(promtool, told: str) -> None:
    assert promtool("check", "metrics", given=told) == ""


def test_promtool_reads_the_expressions_of_the_dashboard(promtool, tmp_path: Path) -> None:
    expressions = [target["expr"] for panel in charts() for target in panel["targets"]]
    groups = [
        {"name": f"panel {at}", "rules": [{"record": "panel:value", "expr": each}]}
        for at, each in enumerate(expressions)
    ]
    file = tmp_path / "dashboard.yml"
    file.write_text(yaml.safe_dump({"groups": groups}))
    assert f"{len(groups)} rules found" in promtool("check", "rules", "--lint=none", str(file))
