"""deploy/kubernetes/*.yaml as the tests read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "deploy" / "kubernetes"


def read_manifests() -> list[dict[str, Any]]:
    return [
        document
        for path in sorted(FOLDER.glob("*.yaml"))
        for document in yaml.safe_load_all(path.read_text())
    ]


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    """The manifests of a kind, by their names."""
    return {each["metadata"]["name"]: each for each in read_manifests() if each["kind"] == kind}


def pod_of(workload: dict[str, Any]) -> dict[str, Any]:
    """What a Deployment or a Job runs: labels and specification of its pods."""
    template: dict[str, Any] = workload["spec"]["template"]
    return template


def containers_of(workload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    spec = pod_of(workload)["spec"]
    yield from [*spec.get("initContainers", []), *spec["containers"]]
