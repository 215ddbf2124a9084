"""What search engines are told."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

from django.test import Client


def test_pages_are_open_and_the_rest_is_not(client: Client, db) -> None:
    response = client.get("/robots.txt")

    assert response["Content-Type"].startswith("text/plain")
    robots = RobotFileParser()
    robots.parse(response.content.decode().splitlines())
    assert robots.site_maps() == ["http://testserver/sitemap.xml"]
    for path, may in [
        *(("/", True), ("/c/vases/", True), ("/p/vase/", True)),
        *(("/admin/", False), ("/api/v1/", False), ("/search/?q=x", False), ("/photo/x/", False)),
    ]:
        assert robots.can_fetch("any", f"http://testserver{path}") is may
