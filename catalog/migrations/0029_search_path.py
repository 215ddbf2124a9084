"""Old addresses are kept wherever a session looks for tables: pg_restore looks into no schema."""

from django.db import migrations

FIX = """
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION catalog_keep_address() SET search_path = %I, pg_temp', current_schema());
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0028_search_folding")]

    operations = [migrations.RunSQL(FIX, "ALTER FUNCTION catalog_keep_address() RESET search_path")]
