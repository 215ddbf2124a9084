"""The pictures of an import, by the settings of a shop."""

from __future__ import annotations

from pathlib import Path

from catalog.conf import conf
from catalog.imports.pictures import FoundPicture, RefusedPicture, WantedPicture, open_pictures
from tests.pictures import draw, encode
from tests.scripted_server import ScriptedServer, reply


def test_pictures_come_by_name_and_by_address(settings, tmp_path: Path) -> None:
    red, blue = (encode(draw(colour)) for colour in ("red", "blue"))
    (tmp_path / "Red.jpg").write_bytes(red)
    with ScriptedServer() as server:
        server.answers["/blue.jpg"] = reply(blue)
        settings.VITRINE_FETCH_PORTS = (server.port,)
        wanted = [WantedPicture("red.jpg"), WantedPicture(server.url("/blue.jpg"))]
        with open_pictures(tmp_path) as source:
            first = {each.reference: each for each in source.read(wanted)}
        assert isinstance(first["red.jpg"], FoundPicture)
        refused = first[server.url("/blue.jpg")]
        assert isinstance(refused, RefusedPicture)
        assert refused.refusal.code == "not_public"
        assert server.connections == 0
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.0/8"
        with open_pictures(tmp_path) as source:
            second = {each.reference: each for each in source.read(wanted)}
        assert isinstance(second[server.url("/blue.jpg")], FoundPicture)


def test_pictures_are_taken_as_they_are_wanted_and_not_heaped_up(settings) -> None:
    data = encode(draw("red"))
    with ScriptedServer() as server:
        server.answers |= {f"/{n}.jpg": reply(data) for n in range(300)}
        settings.VITRINE_FETCH_PORTS = (server.port,)
        settings.VITRINE_FETCH_OWN_NETWORKS = "127.0.0.1"
        with open_pictures() as source:
            wanted = (WantedPicture(server.url(f"/{n}.jpg")) for n in range(300))
            ahead = [len(server.asked) - seen for seen, _ in enumerate(source.read(wanted))]
        assert len(ahead) == len(server.asked) == 300
        # Those under way and those that have just come, and no more.
        assert max(ahead) <= 4 * conf.PICTURES_FETCHED_AT_ONCE
        assert server.most_at_once <= 4
