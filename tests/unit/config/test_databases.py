"""From addresses to Django's settings: one server, several of which one takes changes, replicas."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.databases import database_settings
from config.env import EnvironmentInvalidError, read_environment

PRIMARY = "postgresql://shop:p%40ss@db:5433/shop?sslmode=require"
SERVERS = {
    "DATABASE_URL": PRIMARY,
    "REDIS_URL": "redis://broker",
    "CACHE_URL": "redis://cache",
    "SECRET_KEY": "k7" * 25,
}
READ_ONLY = "-c default_transaction_read_only=on"


def problems(replicas: str, **environ: str) -> str:
    with pytest.raises(EnvironmentInvalidError) as caught:
        read_environment({"DATABASE_REPLICA_URLS": replicas, **environ})
    return str(caught.value)


def test_without_replicas_there_is_one_database() -> None:
    (alias, found), *others = database_settings(PRIMARY, []).items()
    assert (alias, others) == ("default", [])
    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("db", 5433, "p@ss")
    options = {"sslmode": "require", "connect_timeout": 2, "prepare_threshold": 5}
    assert options.items() <= found["OPTIONS"].items()
    assert found["OPTIONS"]["tcp_user_timeout"] == 30_000  # ms: a host that is lost


def test_several_servers_are_tried_for_the_one_that_takes_changes() -> None:
    several = database_settings("postgresql://shop:pw@db1,db2:5433,%2Frun%2Fpg/shop", [])["default"]
    assert (several["HOST"], several["PORT"]) == ("db1,db2,/run/pg", "5432,5433,5432")
    assert (several["USER"], several["NAME"]) == ("shop", "shop")
    assert several["OPTIONS"]["target_session_attrs"] == "read-write"
    asked = database_settings("postgresql://db1,db2/shop?target_session_attrs=any", [])["default"]
    assert asked["OPTIONS"]["target_session_attrs"] == "any"


def test_replicas_are_numbered_and_take_no_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c statement_timeout=4s")
    urls = ["postgresql://r1/shop", "postgresql://r2/shop?options=-c%20work_mem%3D8MB"]
    found = database_settings(PRIMARY, urls)
    assert list(found) == ["default", "replica_1", "replica_2"]
    assert found["replica_1"]["OPTIONS"]["options"] == f"-c statement_timeout=4s {READ_ONLY}"
    assert found["replica_2"]["OPTIONS"]["options"].endswith(f"-c work_mem=8MB {READ_ONLY}")
    assert found["replica_2"]["TEST"] == {"MIRROR": "default"}
    assert "options" not in found["default"]["OPTIONS"]


@pytest.mark.parametrize("url", ["postgresql://db:port/shop", "postgresql://db1,db2:x/shop"])
def test_an_address_that_cannot_be_read_is_refused_by_its_name(url) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database_settings(url, [])


def test_replicas_are_read_as_a_list() -> None:
    environ = SERVERS | {"DATABASE_REPLICA_URLS": "postgresql://r1/shop, postgres://u:p@r2:1/shop,"}
    assert read_environment(environ).database_replicas == [
        "postgresql://r1/shop",
        "postgres://u:p@r2:1/shop",
    ]
    assert read_environment(SERVERS).database_replicas == []


@pytest.mark.parametrize(
    ("replicas", "said"),
    [
        ("mysql://me:hunter2@r1/shop", "must start with postgresql:// or postgres://"),
        ("postgresql://me:hunter2@/shop", "must be addresses such as postgresql://"),
        ("postgresql://me:hunter2@r1", "must be addresses such as postgresql://"),
        ("postgresql://me:hunter2@r1:port/shop", "a port by its number"),
        ("postgresql://me:hunter2@r1,postgresql://r2/shop", "must be addresses such as"),
        ("postgresql://r1/shop,postgresql://me:hunter2@r1:5432/shop", "names a server twice"),
        ("postgresql://me:hunter2@db:5433/shop", "names the server of DATABASE_URL itself"),
    ],
)
def test_nonsense_is_refused_without_saying_it(replicas, said) -> None:
    told = problems(replicas, **SERVERS)
    assert "DATABASE_REPLICA_URLS: " in told
    assert said in told
    assert "hunter2" not in told


def test_replicas_of_nothing_are_refused() -> None:
    assert "is of no use without DATABASE_URL" in problems("postgresql://r1/shop")
