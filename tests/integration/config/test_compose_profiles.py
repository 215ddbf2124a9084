"""The profiles of docker-compose.yml: servers that a shop may grow into, and runs without."""

from __future__ import annotations

import re
import subprocess

from config.env.media_place import read_media_url
from tests.compose import ROOT, read_compose

SERVICES = read_compose()["services"]


def test_each_profile_has_its_servers() -> None:
    by_profile: dict[str, set[str]] = {}
    for name, service in SERVICES.items():
        for profile in service.get("profiles", []):
            by_profile.setdefault(profile, set()).add(name)
    assert by_profile == {
        "replica": {"db-replica"},
        "shards": {"shard-1", "shard-2", "shard-3"},
        "milvus": {"milvus"},
        "s3": {"s3"},
    }


def test_what_has_a_profile_is_needed_by_nobody_and_reached_by_the_shop_alone() -> None:
    optional = {name for name, each in SERVICES.items() if "profiles" in each}
    for name, service in SERVICES.items():
        assert not optional & set(service.get("depends_on", {})), name
        if name in optional:
            assert service["networks"] == ["data"]
            assert "ports" not in service
            kept = {volume for volume in service["volumes"] if not volume.startswith("./")}
            others = [each.get("volumes", []) for each in SERVICES.values() if each is not service]
            assert kept
            assert not any(kept & set(volumes) for volumes in others)


def test_the_bucket_of_the_profile_is_the_one_of_the_example() -> None:
    example = (ROOT / ".env.example").read_text()
    given = dict(re.findall(r"^#?([A-Z_0-9]+)=(.*)$", example, re.MULTILINE))
    place = read_media_url(given["VITRINE_MEDIA_URL"])
    command = SERVICES["s3"]["command"]
    assert f"-bucket={place.bucket}" in command
    assert place.endpoint == "http://s3:8333"
    assert ":8333/" in SERVICES["s3"]["healthcheck"]["test"][1]
    pinned = re.findall(r"^(\S+==\S+)", (ROOT / "requirements-s3.txt").read_text(), re.MULTILINE)
    assert given["EXTRA_PACKAGES"].split() == pinned
    for path in (ROOT / "Dockerfile", *(ROOT / "docs" / "howto").glob("*.md")):
        named = re.findall(r"(?:django-storages|boto3)==[\d.]+", path.read_text())
        assert set(named) <= set(pinned), path.name


def test_servers_of_one_kind_are_alike() -> None:
    same = ("image", "user", "mem_limit", "shm_size", "healthcheck")
    for name in ("shard-2", "shard-3"):
        for key in (*same, "environment", "command"):
            assert SERVICES[name][key] == SERVICES["shard-1"][key]
    for name in ("db-replica", "shard-1"):
        assert SERVICES[name]["image"] == SERVICES["db"]["image"]
    script = next(m for m in SERVICES["db-replica"]["volumes"] if m.startswith("./")).split(":")[0]
    text = (ROOT / script).read_text()
    database = SERVICES["db"]["environment"]
    assert f"--username={database['POSTGRES_USER']} --dbname={database['POSTGRES_DB']}" in text
    assert subprocess.run(["sh", "-n", str(ROOT / script)]).returncode == 0
