"""Work on spaces: asked for once, done by one worker, cancelled, tried again, refused in words."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from embeddings.models import EmbeddingSpace
from embeddings.spaces.fitting import spaces_tended
from embeddings.spaces.lifecycle import finish_built_spaces
from evaluation.jobs import JobRefusedError, ask, cancel, change_now, last_time
from evaluation.jobs.lasting import BUILD
from evaluation.jobs.lease import LEASE, renewed
from evaluation.jobs.models import JobKind, SpaceJob
from evaluation.jobs.steps import STEPS
from evaluation.jobs.working import is_any_waiting, release, work
from infra.stopping import StoppedError
from tests.fixtures.surroundings import broker
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna", is_staff=True)


def create(recipe: str = "lab_color", **more) -> SpaceJob:
    return ask(JobKind.CREATE, user=None, recipe=recipe, **more)[0]


def doing(monkeypatch, step) -> None:
    monkeypatch.setitem(STEPS, JobKind.CREATE, step)


def test_a_space_is_created_in_the_background(plain_space, anna) -> None:
    job, is_new = ask(JobKind.CREATE, user=anna, recipe=" lab_color ")
    assert is_new
    assert not EmbeddingSpace.objects.filter(recipe="lab_color").exists()
    assert work("a worker")
    job.refresh_from_db()
    assert (job.state, job.space.recipe, job.space.state) == ("done", "lab_color", "building")
    assert not work("a worker")


@pytest.mark.parametrize("recipe", ["", "no_such_encoder", "hog*0", "hog+hog", "x" * 200])
def test_a_recipe_that_makes_no_sense_is_refused_before_a_worker_is_troubled(db, recipe) -> None:
    with pytest.raises(JobRefusedError) as refused:
        create(recipe)
    assert str(refused.value)
    assert not SpaceJob.objects.exists()


def test_what_only_the_worker_finds_out_is_said_in_its_words(plain_space, make_product) -> None:
    make_product("red")
    job = create("hog:pca64+lab_color")
    work("a worker")
    job.refresh_from_db()
    assert job.state == "refused"
    assert "needs" in job.problem


def test_asking_twice_makes_one(plain_space, anna) -> None:
    first = create()
    again, is_new = ask(JobKind.CREATE, user=anna, recipe="lab_color")
    assert (again, is_new) == (first, False)
    work("a worker")
    assert ask(JobKind.CREATE, user=anna, recipe="lab_color")[1]


def test_one_worker_works_at_a_time(plain_space, monkeypatch) -> None:
    others = []
    doing(monkeypatch, lambda job, tell: others.append(work("another")) or {})
    create()
    create("hog")
    assert work("a worker")
    assert others == [False]
    assert is_any_waiting()


def test_cancelled_before_it_begins_it_never_does(plain_space) -> None:
    job = create()
    cancel(job)
    assert job.state == "cancelled"
    assert not work("a worker")
    with pytest.raises(JobRefusedError, match="ended already"):
        cancel(job)


def test_cancelled_under_way_it_stops_at_the_next_step(plain_space, monkeypatch) -> None:
    told = []

    def step(job: SpaceJob, tell) -> dict:
        for number in range(3):
            tell(f"step {number}")
            told.append(number)
            cancel(job)
        return {}

    doing(monkeypatch, step)
    job = create()
    work("a worker")
    job.refresh_from_db()
    assert (job.state, told) == ("cancelled", [0])


def test_a_dead_workers_job_is_tried_again_and_given_up_in_the_end(
    plain_space, monkeypatch
) -> None:
    def die(job: SpaceJob, tell) -> dict:
        raise SystemExit

    doing(monkeypatch, die)
    job = create()
    for number in range(3):
        with pytest.raises(SystemExit):
            work(f"worker {number}")
        assert not is_any_waiting()
        assert release(f"worker {number}") == 1
    assert not work("a worker")
    job.refresh_from_db()
    assert job.state == "failed"
    assert "3 times" in job.problem


def test_a_worker_told_to_stop_gives_its_job_to_the_next_and_has_made_no_attempt(
    plain_space, monkeypatch
) -> None:
    def stop(job: SpaceJob, tell) -> dict:
        raise StoppedError

    job = create()
    with monkeypatch.context() as patch:
        doing(patch, stop)
        for number in range(3):
            assert work(f"worker {number}")
            assert is_any_waiting()
    assert work("a worker")
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 1)


def test_a_lease_that_ran_out_is_taken_over_and_the_late_worker_changes_nothing(
    plain_space, monkeypatch
) -> None:
    def slow(job: SpaceJob, tell) -> dict:
        SpaceJob.objects.update(lease_expires_at=timezone.now() - timedelta(seconds=1))
        doing(monkeypatch, lambda job, tell: {"lines": ["second"]})
        work("second")
        tell("still here")
        return {"lines": ["first"]}

    doing(monkeypatch, slow)
    job = create()
    work("first")
    job.refresh_from_db()
    assert (job.state, job.report) == ("done", {"lines": ["second"]})


def test_spaces_are_compared_and_tuning_says_what_is_missing(plain_space, make_product) -> None:
    make_product("red")
    create()
    work("a worker")
    other = EmbeddingSpace.objects.get(recipe="lab_color")
    comparing, _ = ask(JobKind.COMPARE, user=None, space=plain_space, other=other)
    tuning, _ = ask(JobKind.TUNE, user=None, space=plain_space)
    assert work("a worker")
    assert work("a worker")
    comparing.refresh_from_db()
    tuning.refresh_from_db()
    assert comparing.state == "done"
    assert str(other) in comparing.report["lines"][0]
    assert tuning.state == "refused"
    assert "No picture" in tuning.problem
    with pytest.raises(JobRefusedError, match="two different"):
        ask(JobKind.COMPARE, user=None, space=other, other=other)


def test_a_space_goes_live_back_and_away_and_each_is_kept(plain_space, anna, make_product) -> None:
    create()
    work("a worker")
    other = EmbeddingSpace.objects.get(recipe="lab_color")
    with pytest.raises(JobRefusedError, match="building"):
        change_now(JobKind.ACTIVATE, user=anna, space=other)
    finish_built_spaces()
    make_product("red")
    assert (last_time(BUILD).about, last_time(BUILD).pictures) == ("lab_color", 0)
    change_now(JobKind.ACTIVATE, user=anna, space=other)
    assert EmbeddingSpace.objects.live() == other
    with pytest.raises(JobRefusedError, match="live already"):
        change_now(JobKind.ACTIVATE, user=anna, space=other)
    with pytest.raises(JobRefusedError, match="look again"):
        change_now(JobKind.ROLL_BACK, user=anna, space=other)
    with pytest.raises(JobRefusedError, match="is live"):
        change_now(JobKind.RETIRE, user=anna, space=other)
    plain_space.refresh_from_db()
    change_now(JobKind.ROLL_BACK, user=anna, space=plain_space)
    assert EmbeddingSpace.objects.live() == plain_space
    change_now(JobKind.RETIRE, user=anna, space=other)
    kinds = list(SpaceJob.objects.order_by("pk").values_list("kind", "state"))
    assert kinds == [(k, "done") for k in ("create", "activate", "roll_back", "retire")]


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_woken_after_the_row_and_again_where_the_message_was_lost(plain_space) -> None:
    create()
    assert "evaluation.tasks.work_on_spaces" in str(broker().lpop("embeddings"))
    spaces_tended.send(sender=EmbeddingSpace)
    assert "evaluation.tasks.work_on_spaces" in str(broker().lpop("embeddings"))


@pytest.mark.django_db(transaction=True)
def test_as_long_as_the_worker_lives_its_lease_does(plain_space) -> None:
    now = timezone.now()
    job = create()
    SpaceJob.objects.update(state="working", claim="a worker", lease_expires_at=now)
    job.refresh_from_db()
    with renewed(job, every=0.01):
        wait_until(lambda: SpaceJob.objects.get().lease_expires_at > now + LEASE / 2, 30)
    SpaceJob.objects.update(claim="another", lease_expires_at=now)
    with renewed(job, every=0.01):
        time.sleep(0.1)
    assert SpaceJob.objects.get().lease_expires_at == now
