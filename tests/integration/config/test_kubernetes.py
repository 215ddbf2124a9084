"""Keeps deploy/kubernetes honest: valid by Kubernetes' schemas, and about what the image has."""

from __future__ import annotations

import re
import shlex
from typing import Any

import kubernetes_validate
import pytest
from django.conf import settings
from django.test import Client

from config import gunicorn
from config.env import KNOBS, VARIABLES, read_environment
from tests.compose import FILLED_IN, ROOT, read_compose
from tests.kubernetes import FOLDER, containers_of, of_kind, pod_of, read_manifests

VERSION = "1.34"
SERVICES = read_compose()["services"]
DEPLOYMENTS, (SETUP,) = of_kind("Deployment"), of_kind("Job").values()
WORKLOADS = {**DEPLOYMENTS, "vitrine-setup": SETUP}
CONFIG, SECRET = of_kind("ConfigMap")["vitrine"]["data"], of_kind("Secret")["vitrine"]["stringData"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
# Gunicorn, Python and boto3 read these themselves.
OTHERS = {"WEB_CONCURRENCY", "TMPDIR", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


def main_of(name: str) -> dict[str, Any]:
    (container,) = pod_of(WORKLOADS[f"vitrine-{name}"])["spec"]["containers"]
    return container


def words(name: str) -> list[str]:
    """The command that docker-compose.yml has for a service."""
    command = SERVICES[name]["command"]
    return shlex.split(command) if isinstance(command, str) else command


@pytest.mark.parametrize(
    "manifest", read_manifests(), ids=lambda each: f"{each['kind']} {each['metadata']['name']}"
)
def test_kubernetes_schemas_know_every_field(manifest) -> None:
    kubernetes_validate.validate(manifest, VERSION, strict=True)


def test_an_unknown_field_would_be_found() -> None:
    """So that the test above can fail."""
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(
            {**of_kind("Service")["vitrine-web"], "sepc": {}}, VERSION, strict=True
        )


def test_what_runs_is_what_docker_compose_runs() -> None:
    assert {name.removeprefix("vitrine-") for name in WORKLOADS} == {
        name for name, each in SERVICES.items() if each["image"] == "vitrine"
    }
    for name in ("worker", "worker-photos", "beat", "setup"):
        assert main_of(name)["command"] == words(name), name
    assert "command" not in main_of("web"), "as the image has it"
    assert DEPLOYMENTS["vitrine-beat"]["spec"]["replicas"] == 1
    assert DEPLOYMENTS["vitrine-beat"]["spec"]["strategy"] == {"type": "Recreate"}


def test_the_environment_is_one_that_the_shop_reads() -> None:
    assert (CONFIG | SECRET).keys() - VARIABLES.keys() - KNOBS.keys() - OTHERS == set()
    assert all(isinstance(value, str) for value in CONFIG.values()), "quote on and off"
    servers = SERVICES["web"]["environment"]
    filled_in = {name: str(servers.get(name, "k" * 20)) for name in SECRET}
    env = read_environment({**CONFIG, **filled_in})
    assert env.names_every_server
    assert env.https
    assert env.trusted_proxies
    assert env.media is not None, "pods share no disk"
    for workload in WORKLOADS.values():
        for container in containers_of(workload):
            assert container["envFrom"] == [
                {"configMapRef": {"name": "vitrine"}},
                {"secretRef": {"name": "vitrine"}},
            ]
            assert {each["name"] for each in container.get("env", [])} <= OTHERS


def test_there_is_no_secret_in_the_files() -> None:
    assert set(SECRET.values()) == {""}
    assert FILLED_IN.keys() - {"POSTGRES_PASSWORD"} <= (CONFIG | SECRET).keys()
    assert not CONFIG.keys() & {"SECRET_KEY", "DATABASE_URL", "AWS_SECRET_ACCESS_KEY"}


@pytest.mark.django_db
def test_probes_ask_what_answers(client: Client) -> None:
    web = main_of("web")
    (port,) = web["ports"]
    assert f"EXPOSE {port['containerPort']}" in DOCKERFILE
    assert gunicorn.bind.endswith(f":{port['containerPort']}")
    paths = {
        name: web[f"{name}Probe"]["httpGet"]["path"]
        for name in ("startup", "liveness", "readiness")
    }
    assert paths == {"startup": "/livez", "liveness": "/livez", "readiness": "/readyz"}
    for path in paths.values():
        assert client.get(path, headers={"host": "10.0.0.7:8000"}).status_code == 200
    assert {web[f"{name}Probe"]["httpGet"]["port"] for name in paths} == {port["name"]}
    # The same checks as in docker-compose.yml; there a dollar is written twice.
    line = SERVICES["worker"]["healthcheck"]["test"][1]
    for name in ("worker", "worker-photos"):
        assert main_of(name)["livenessProbe"]["exec"]["command"] == ["sh", "-c", line]
    beat = main_of("beat")["livenessProbe"]["exec"]["command"]
    assert beat == SERVICES["beat"]["healthcheck"]["test"][1:]


def test_who_is_told_to_stop_has_the_time_for_it() -> None:
    web = pod_of(DEPLOYMENTS["vitrine-web"])["spec"]
    pause = main_of("web")["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert web["terminationGracePeriodSeconds"] >= pause + gunicorn.graceful_timeout
    for name in ("worker", "worker-photos"):
        grace = pod_of(DEPLOYMENTS[f"vitrine-{name}"])["spec"]["terminationGracePeriodSeconds"]
        assert grace > settings.CELERY_TASK_TIME_LIMIT


@pytest.mark.parametrize("name", WORKLOADS)
def test_no_pod_is_root_or_writes_beside_its_volumes(name) -> None:
    spec = pod_of(WORKLOADS[name])["spec"]
    uid = re.search(r"--uid (\d+) ", DOCKERFILE)[1]
    assert spec["securityContext"]["runAsNonRoot"]
    assert str(spec["securityContext"]["runAsUser"]) == uid
    assert spec["automountServiceAccountToken"] is False
    volumes = {volume["name"]: volume for volume in spec["volumes"]}
    for container in containers_of(WORKLOADS[name]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        mounts = {each["mountPath"]: each["name"] for each in container["volumeMounts"]}
        assert set(mounts.values()) <= volumes.keys()
        assert "/tmp" in mounts  # noqa: S108 - of the container
        assert all(f" {path}" in DOCKERFILE for path in mounts if path.startswith("/data"))
        temporary = {each["value"] for each in container.get("env", []) if each["name"] == "TMPDIR"}
        assert temporary <= mounts.keys()
    claims = {
        v["persistentVolumeClaim"]["claimName"]
        for v in volumes.values()
        if len(v) == 2 and "persistentVolumeClaim" in v
    }
    assert claims <= of_kind("PersistentVolumeClaim").keys()


def test_memory_is_what_was_measured() -> None:
    measured = (ROOT / "docs" / "benchmarks.md").read_text()
    told = r"web process stays under (\d+) MB and a worker under (\d+) MB"
    web, worker = re.search(told, measured).groups()
    concurrency = next(e["value"] for e in main_of("web")["env"] if e["name"] == "WEB_CONCURRENCY")
    assert mebibytes(main_of("web")["resources"]["requests"]) >= int(concurrency) * int(web)
    for name in ("worker", "worker-photos"):
        assert mebibytes(main_of(name)["resources"]["requests"]) >= int(worker)
    for workload in WORKLOADS.values():
        for container in containers_of(workload):
            resources = container["resources"]
            assert mebibytes(resources["limits"]) >= mebibytes(resources["requests"])
            assert resources["requests"]["cpu"]


def mebibytes(amounts: dict[str, str]) -> int:
    number, unit = re.fullmatch(r"(\d+)(Mi|Gi)", amounts["memory"]).groups()
    return int(number) * (1024 if unit == "Gi" else 1)


def test_selectors_and_names_lead_to_what_is_there() -> None:
    labels = [pod_of(workload)["metadata"]["labels"] for workload in WORKLOADS.values()]

    def leads_to_pods(selector: dict[str, str]) -> bool:
        return any(selector.items() <= each.items() for each in labels)

    for each in DEPLOYMENTS.values():
        assert each["spec"]["selector"]["matchLabels"] == pod_of(each)["metadata"]["labels"]
    for budget in of_kind("PodDisruptionBudget").values():
        assert leads_to_pods(budget["spec"]["selector"]["matchLabels"])
    for policy in of_kind("NetworkPolicy").values():
        assert leads_to_pods(policy["spec"]["podSelector"]["matchLabels"])
    scaled = {
        each["spec"]["scaleTargetRef"]["name"]
        for each in of_kind("HorizontalPodAutoscaler").values()
    }
    assert scaled == DEPLOYMENTS.keys() - {"vitrine-beat"}
    assert not any("replicas" in DEPLOYMENTS[name]["spec"] for name in scaled), (
        "else each apply resets"
    )
    services = of_kind("Service")
    assert leads_to_pods(services["vitrine-web"]["spec"]["selector"])
    assert "selector" not in services["vitrine-nobody"]["spec"]
    (rule,) = of_kind("Ingress")["vitrine"]["spec"]["rules"]
    ways = {each["path"]: each["backend"]["service"]["name"] for each in rule["http"]["paths"]}
    assert set(ways.values()) <= services.keys()
    assert {path for path, name in ways.items() if name == "vitrine-nobody"} == {
        *("/livez", "/readyz", "/metrics")
    }
    assert (
        rule["host"] in read_environment({"ALLOWED_HOSTS": CONFIG["ALLOWED_HOSTS"]}).allowed_hosts
    )


def test_all_pods_run_one_image() -> None:
    images = {c["image"] for workload in WORKLOADS.values() for c in containers_of(workload)}
    assert len(images) == 1
    assert images.pop() in (ROOT / "docs" / "howto" / "kubernetes.md").read_text()
    assert {path.name for path in FOLDER.iterdir()} == {path.name for path in FOLDER.glob("*.yaml")}
