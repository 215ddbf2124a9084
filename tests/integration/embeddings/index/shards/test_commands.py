"""manage.py shards, as whoever is on call uses it."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from embeddings.index.fdw.maintenance import moving
from embeddings.index.fdw.schema import SHARD

PASSWORD = "tr0ub4dor"
pytestmark = pytest.mark.django_db(transaction=True)


def shards(*args: str) -> str:
    out = io.StringIO()
    call_command("shards", *args, stdout=out)
    return out.getvalue()


def refusal(*args: str) -> str:
    with pytest.raises(CommandError) as refused:
        shards(*args)
    return str(refused.value)


def test_shards_are_added_listed_checked_and_taken_away(bare_servers, monkeypatch) -> None:
    monkeypatch.setattr(moving, "grace_seconds", lambda: 0.1)
    address = bare_servers[0].address(password=PASSWORD)
    assert shards("add", "amber", address) == "amber is a shard.\n"
    assert shards("add", "beryl", bare_servers[1].address()) == "beryl is a shard.\n"
    listed = shards("list")
    assert "amber: " in listed
    assert "128 of 256 buckets, 0 pictures" in listed
    assert shards("add", "amber", address).startswith("amber was a shard already")
    assert shards("move") == "Nothing is to be moved.\n"
    assert shards("check") == "All shards answer, and hold what they should.\n"
    assert "amber is no shard any more." in shards("remove", "amber")
    assert "256 of 256 buckets" in shards("list")
    logged = bare_servers[0].log.read_text() + listed
    assert "CREATE SERVER" not in logged
    assert PASSWORD not in logged


def test_an_address_may_come_from_standard_input(bare_servers, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(bare_servers[0].address() + "\n"))
    assert shards("add", "amber") == "amber is a shard.\n"


@pytest.mark.parametrize(
    ("name", "address", "said"),
    [
        ("Amber", "postgresql://h/d", "small letters, digits and underscores"),
        ("a" * 31, "postgresql://h/d", "small letters, digits and underscores"),
        ("amber", f"{PASSWORD}", "The address must be like postgresql://"),
        ("amber", f"postgresql://u:{PASSWORD}@/d", "The address must be like postgresql://"),
        ("amber", f"host=h password='{PASSWORD}", "The address must be like postgresql://"),
        (
            "amber",
            f"postgresql://u:{PASSWORD}@127.0.0.1:1/d",
            "The shard amber does not answer: connection",
        ),
    ],
)
def test_what_cannot_be_a_shard_is_refused_in_a_sentence(bare_servers, name, address, said) -> None:
    sentence = refusal("add", name, address)
    assert said in sentence
    assert PASSWORD not in sentence


def test_a_database_is_one_shard_of_one_shop(bare_servers) -> None:
    shards("add", "amber", bare_servers[0].address())
    assert refusal("add", "beryl", bare_servers[0].address()) == (
        "That database is a shard already, named amber."
    )
    bare_servers[0].run(f"DELETE FROM {SHARD}.owner")
    assert "is empty, and the shard amber is not" in refusal(
        "add", "amber", bare_servers[0].address()
    )
    bare_servers[1].run(
        f"CREATE SCHEMA {SHARD}; CREATE TABLE {SHARD}.version AS SELECT 99 AS version"
    )
    assert "made by a newer version" in refusal("add", "beryl", bare_servers[1].address())


def test_without_pgvector_on_a_shard_it_says_what_to_do(bare_servers) -> None:
    server = bare_servers[2]
    server.run("DROP DATABASE IF EXISTS plain")
    server.run("DROP ROLE IF EXISTS clerk")
    server.run("CREATE ROLE clerk LOGIN")
    server.run("CREATE DATABASE plain OWNER clerk")
    address = f"postgresql://clerk@/plain?host={server.folder}"
    assert refusal("add", "amber", address) == (
        "The extension vector is not there, and this account may not create it: "
        "CREATE EXTENSION vector SCHEMA public;"
    )


def test_an_address_of_the_coordinator_that_cannot_be_read_is_not_repeated(settings) -> None:
    settings.VITRINE_SHARDS_COORDINATOR = f"postgresql://vitrine:{PASSWORD}%zz@db/vectors"
    assert refusal("list") == ("VITRINE_SHARDS_COORDINATOR is no address of a PostgreSQL server.")


def test_without_postgres_fdw_on_the_coordinator_it_says_so(bare_servers, settings: Any) -> None:
    settings.VITRINE_SHARDS_COORDINATOR = ""  # the shop's own, which here has no contrib modules
    assert refusal("add", "amber", bare_servers[0].address()) == (
        "The extension postgres_fdw is not installed on that server."
    )
    assert refusal("list").startswith("There are no shards yet")


def test_a_shard_that_lost_its_table_is_found_by_check(store, pictures, by_name) -> None:
    assert shards("check") == "All shards answer, and hold what they should.\n"
    by_name["coral"].run(f"DROP TABLE {SHARD}.space_7")
    out = io.StringIO()
    with pytest.raises(CommandError, match="Not all is well"):
        call_command("shards", "check", stdout=out)
    assert "The shard coral has no table of space 7." in out.getvalue()
