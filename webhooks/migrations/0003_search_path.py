"""The functions find their tables wherever a session looks: pg_restore looks into no schema."""

from django.db import migrations

FUNCTIONS = ("webhooks_note_products", "webhooks_note_pictures", "webhooks_note_work")

# Transition tables, such as rows_after, are found all the same. What is temporary comes last, so that nobody's
# own table stands before the shop's.
FIX = """
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION %s() SET search_path = %%I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("webhooks", "0002_noted_changes")]

    operations = [
        migrations.RunSQL(FIX % name, f"ALTER FUNCTION {name}() RESET search_path")
        for name in FUNCTIONS
    ]
