from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from config.urls import urlpatterns as real_urls
from web.failures import unavailable as middleware


def meet_a_broken_view(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


def lose_the_connection(request: HttpRequest) -> HttpResponse:
    raise InterfaceError("connection already closed")


class LostOnTheWay:
    """A middleware that needs the database, which is away."""

    def __init__(self, get_response: object) -> None: ...

    def __call__(self, request: HttpRequest) -> HttpResponse:
        raise OperationalError("the connection is lost")


urlpatterns = [
    path("broken", meet_a_broken_view),
    path("lost", lose_the_connection),
    path("api/lost", lose_the_connection),
    *real_urls,
]
handler500 = "web.failures.unavailable.handle_error"


@pytest.fixture
def dead_database(database_at, dead_folder) -> None:
    database_at(HOST=str(dead_folder()))


def check_page(response) -> None:
    assert response.status_code == 503
    assert response["Retry-After"] == str(middleware.RETRY_AFTER_SECONDS)
    assert response["Content-Type"].startswith("text/html")
    assert str(middleware.MESSAGE) in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/search/?q=vase", "/admin/login/"])
def test_a_page_without_its_database_says_so(client: Client, dead_database, address) -> None:
    response = client.get(address)
    if address == "/admin/login/":
        assert response.status_code == 200  # needs no database until somebody logs in
        response = client.post(address, {"username": "admin", "password": "admin"})
    check_page(response)


def test_the_api_without_its_database_says_so_in_json(client: Client, dead_database) -> None:
    response = client.get("/api/v1/products/")
    assert response.status_code == 503
    assert response["Retry-After"] == str(middleware.RETRY_AFTER_SECONDS)
    assert response.json() == {"code": "unavailable", "message": middleware.MESSAGE, "errors": []}


def test_the_page_itself_needs_no_database() -> None:
    # Without `db`, pytest-django refuses every query.
    check_page(middleware.unavailable(RequestFactory().get("/")))


def test_who_meets_a_server_without_changes_looks_for_the_primary_anew(
    client: Client, transactional_db
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    close_old_connections()
    check_page(client.post("/admin/login/", {"username": "admin", "password": "admin"}))
    close_old_connections()  # as a server does after each request
    assert connection.connection is None


@pytest.mark.urls(__name__)
def test_a_lost_connection_is_the_same(client: Client) -> None:
    check_page(client.get("/lost"))
    assert client.get("/api/lost").json()["code"] == "unavailable"


@pytest.mark.urls(__name__)
def test_other_middleware_may_meet_the_outage_first(client: Client, settings) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.LostOnTheWay"]
    client.raise_request_exception = False
    check_page(client.get("/broken"))


@pytest.mark.urls(__name__)
def test_any_other_error_stays_an_error(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/broken")
    assert response.status_code == 500
    assert "Retry-After" not in response


def test_what_happened_is_logged_and_not_told(
    client: Client, dead_database, caplog: pytest.LogCaptureFixture, dead_folder
) -> None:
    response = client.get("/")
    assert str(dead_folder()) in caplog.text
    assert str(dead_folder()) not in response.content.decode()
