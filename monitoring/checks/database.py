"""What must hold in the database: it answers and takes changes, and pictures can be compared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from catalog.models import Product
from embeddings.index import vector_index
from embeddings.index.external.following.figures import read_engines
from embeddings.index_conf import conf as index_conf
from embeddings.models import EmbeddingSpace, ImageEmbedding, SearchEngine
from monitoring.checks.engines import engine_problems
from monitoring.checks.outcome import Check, Result, soon, wrong

# Older ones lose rows of an HNSW index or read beyond a vector; see docs/howto/deployment.md.
PGVECTOR_FLOOR = (0, 8, 4)


def check_database() -> Result:
    """Without it no page works."""
    with soon():
        Product.objects.exists()  # no page without this table
    return {"ok": True}


def check_writes() -> Result:
    """A standby, or a server whose disk is full, may still be read."""
    with soon() as cursor:
        cursor.execute(
            "SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only')"
        )
        standby, read_only = cursor.fetchone()
    if standby or read_only == "on":
        return wrong(
            _("the database is read-only: nothing can be saved, and no picture is embedded")
        )
    return {"ok": True}


def check_pgvector() -> Result:
    with soon() as cursor:
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        row = cursor.fetchone()
    if row is None:
        return wrong(_("the extension is not there; run: manage.py migrate"))
    if tuple(int(part) for part in row[0].split(".")) < PGVECTOR_FLOOR:
        floor = ".".join(map(str, PGVECTOR_FLOOR))
        told = _("%(version)s is older than %(floor)s; update it")
        return {"version": row[0], **wrong(told % {"version": row[0], "floor": floor})}
    return {"ok": True, "version": row[0]}


def check_embeddings() -> Result:
    with soon():
        space = EmbeddingSpace.objects.live()
        if space is None:
            return wrong(_("no embedding space is live; run: manage.py spaces create"))
        rows = ImageEmbedding.objects.in_space(space)
        found = {
            "ok": True,
            "space": space.name,
            "pending": rows.pending().count(),
            "failed": rows.failed().count(),
        }
    return found | wrong(space.note) if space.note else found


def check_index() -> Result:
    """Without its index a space still answers rightly, but compares every picture."""
    with soon():
        found = [_index_problem(space) for space in EmbeddingSpace.objects.active()]
    problems = [problem for problem in found if problem]
    return wrong("; ".join(problems)) if problems else {"ok": True}


def _index_problem(space: EmbeddingSpace) -> str:
    index = vector_index().report(space)
    if index.healthy:
        return ""
    if index.finds_too_few:
        told = _(
            "the index of %(space)s finds %(recall)s of the nearest pictures, less than %(floor)s"
        )
        return told % {
            "space": space,
            "recall": f"{index.recall:.3f}",
            "floor": index.recall_floor,
        }
    if index.progress:
        told = _("the index of %(space)s is being built (%(progress)s)")
        return told % {"space": space, "progress": index.progress}
    return _("the index of %(space)s is %(status)s") % {"space": space, "status": index.status}


def check_engines() -> Result:
    """Engines beside PostgreSQL, as workers have found them: no engine is asked here."""
    with soon():
        engines = read_engines()
    if not engines:
        return {"ok": True}
    problems = [problem for engine in engines for problem in engine_problems(engine)]
    live = [engine.name for engine in engines if engine.state == SearchEngine.State.LIVE]
    found = {"ok": True, "live": live[0] if live else index_conf.VECTOR_INDEX}
    return found | wrong("; ".join(problems)) if problems else found


DATABASE_CHECKS: dict[str, Check] = {
    "writes": check_writes,
    "pgvector": check_pgvector,
    "embeddings": check_embeddings,
    "index": check_index,
    "engines": check_engines,
}
"""Those that are asked once the database has answered."""
