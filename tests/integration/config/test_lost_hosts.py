"""A host that is lost says nothing: both ends of its connections notice by themselves."""

from __future__ import annotations

import os

import psycopg
import pytest
from django.db import connection

from config.celery import bound_a_lost_workers_transactions


@pytest.mark.django_db
def test_a_worker_that_stands_still_in_a_transaction_loses_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PGOPTIONS", raising=False)
    monkeypatch.setattr(os, "environ", {**os.environ})
    bound_a_lost_workers_transactions()
    told = connection.settings_dict
    options = os.environ["PGOPTIONS"]
    with psycopg.connect(
        host=told["HOST"], user=told["USER"], dbname=told["NAME"], options=options
    ) as worker:
        limit = worker.execute("SHOW idle_in_transaction_session_timeout").fetchone()
    assert limit == ("5min",)
    assert "tcp_keepalives_idle=15" in options


@pytest.mark.django_db
def test_whoever_waits_for_a_lost_postgresql_notices() -> None:
    connection.ensure_connection()
    options = connection.connection.info.get_parameters()
    assert (options["keepalives_idle"], options["tcp_user_timeout"]) == ("15", "30000")
