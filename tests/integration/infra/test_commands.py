"""Commands on a database that is not there yet: a sentence, no traceback."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db.migrations.recorder import MigrationRecorder

COMMANDS = [
    ["embed_images", "--no-wait"],
    ["embedding_status"],
    ["export_embeddings", "vectors.npz"],
    ["grade"],
    ["import_embeddings", "vectors.npz"],
    ["import_folder", "."],
    ["seed_demo", "--limit", "1"],
    ["spaces", "list"],
]


@pytest.mark.django_db
@pytest.mark.parametrize("line", COMMANDS, ids=lambda line: line[0])
def test_a_database_without_its_tables_gets_a_sentence(line) -> None:
    MigrationRecorder.Migration.objects.filter(app="embeddings").delete()
    with pytest.raises(CommandError, match=r"run `python manage\.py migrate` first"):
        call_command(*line)


def test_a_database_that_is_away_gets_a_sentence(database_at, dead_folder) -> None:
    database_at(HOST=str(dead_folder()))
    with pytest.raises(CommandError, match=r"The database does not answer: .*No such file"):
        call_command("embedding_status")
