"""`make run`: a shop to work on, that takes up what is saved."""

from __future__ import annotations

import urllib.error
from pathlib import Path

import pytest
from django.conf import settings

from tests.demo_process import Demo, write_pictures
from tests.processes import own_folder, working_on
from tests.waiting import wait_until


@pytest.mark.worker
@pytest.mark.timeout(300)
def test_pages_and_workers_take_up_what_is_saved() -> None:
    with own_folder() as folder:
        images = write_pictures(folder / "images", vases_tall="red")
        demo = Demo(folder, "--reload", IMAGES=str(images))
        try:
            demo.wait_until_said("The shop is open", 120)
            with pytest.raises(urllib.error.HTTPError) as caught:
                demo.fetch("/no-such-page/")
            assert "DEBUG = True" in caught.value.read().decode()
            web_log = demo.data / "log" / "web.log"
            worker_log = demo.data / "log" / "worker-embeddings.log"
            wait_until(lambda: " ready." in worker_log.read_text(), 90, demo.said)
            started = worker_log.read_text().count(" ready.")

            Path(settings.BASE_DIR, "shop", "apps.py").touch()  # saved, without a change

            demo.wait_until_said("apps.py was saved", 60)
            wait_until(lambda: "apps.py changed, reloading" in web_log.read_text(), 60, demo.said)
            wait_until(
                lambda: worker_log.read_text().count(" ready.") > started,
                90,
                worker_log.read_text,
            )
            wait_until(lambda: demo.checks().get("database"), 60, demo.said)
        finally:
            demo.stop()
        assert demo.process.returncode == 0, demo.said()
        assert working_on(demo.data) == []
