"""What the demo's line of progress says while spaces take turns, and when its job is cut short."""

from __future__ import annotations

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from demo import seeding
from demo.console import Console
from demo.seeding import Seeding
from embeddings.models import EmbeddingSpace
from embeddings.spaces.lifecycle import create_space


class Job:
    """A process that ends when the test says so."""

    log = Path("seeding.log")

    def __init__(self) -> None:
        self.starts, self.exit_code = 0, None

    @property
    def is_running(self) -> bool:
        return self.exit_code is None

    def start(self) -> None:
        self.starts, self.exit_code = self.starts + 1, None


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Job:
    job = Job()
    monkeypatch.setattr(seeding, "job", lambda *args, **options: job)
    return job


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def begin(job: Job) -> tuple[Seeding, SimpleNamespace, Terminal]:
    supervisor = SimpleNamespace(outages=0, run=lambda job: job.start())
    terminal = Terminal()
    seeding = Seeding(cast(Any, supervisor), Console(terminal), logs=Path(), images=None)
    return seeding, supervisor, terminal


@pytest.mark.django_db(transaction=True)
def test_a_space_that_takes_over_is_named_beside_the_live_one(job, make_product, embed) -> None:
    make_product("red", "blue")
    live = create_space("hog+lab_color")
    assert embed() == 2
    seeding, _, terminal = begin(job)
    job.exit_code = 0
    seeding.look()
    assert f"1 products, 2/2 pictures embedded in {live}." in terminal.getvalue()
    said = len(terminal.getvalue())

    building = create_space("lab_color", activate_when_built=True)
    assert building.state == EmbeddingSpace.State.BUILDING
    seeding.look()

    line = terminal.getvalue()[said:].lstrip("\r\x1b[K")
    # The start of the line is all that a narrow terminal shows.
    assert line.startswith(f"2/2 pictures embedded in {live}; {building} takes over soon: 0/2 ")


@pytest.mark.django_db(transaction=True)
def test_pictures_that_come_later_are_counted_to_the_end(job, make_product, embed) -> None:
    make_product("red")
    live = create_space("hog+lab_color")
    embed()
    seeding, _, terminal = begin(job)
    job.exit_code = 0
    seeding.look()
    make_product("blue")
    seeding.look()
    assert terminal.getvalue().endswith(f"1/2 pictures embedded for {live} …")
    embed()
    seeding.look()
    assert terminal.getvalue().endswith(f"2/2 pictures embedded in {live}.")


@pytest.mark.django_db
def test_a_job_that_a_stopped_server_took_along_is_run_again(
    job, plain_space: EmbeddingSpace
) -> None:
    seeding, supervisor, terminal = begin(job)
    job.exit_code = 1
    supervisor.outages = 1
    seeding.look()
    seeding.look()
    assert (job.starts, job.exit_code) == (2, None)
    assert "could not be seeded" not in terminal.getvalue()


@pytest.mark.django_db
def test_a_job_that_fails_by_itself_is_told_once(job, plain_space: EmbeddingSpace) -> None:
    seeding, _, terminal = begin(job)
    job.exit_code = 1
    for _ in range(4):
        seeding.look()
    assert job.starts == 1
    assert terminal.getvalue().count("could not be seeded in whole; see seeding.log") == 1
