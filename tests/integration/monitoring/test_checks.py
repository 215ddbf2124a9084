"""Checks of the shop that the health page and the dashboard share."""

from __future__ import annotations

import pytest
from django.db import connection

from monitoring.checks.run import run_checks


@pytest.mark.django_db
def test_a_database_that_takes_no_changes_is_told() -> None:
    assert run_checks()["writes"] == {"ok": True}
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
        checks = run_checks()
        cursor.execute("SET default_transaction_read_only = off")
    assert "read-only" in checks["writes"]["message"]
    assert checks["database"]["ok"], "pages are served all the same"
