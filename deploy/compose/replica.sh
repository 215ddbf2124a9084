#!/bin/sh
# Makes this server a copy of `db` by streaming replication, unless it is one already, and runs it.
# The account of the shop owns the primary (POSTGRES_USER), so it may allow what replication needs.
set -eu

ask() { psql --host=db --username=vitrine --dbname=vitrine --no-psqlrc --quiet --set=ON_ERROR_STOP=1 "$@"; }

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    # The image's own rules let nobody replicate.
    ask <<'SQL'
COPY (SELECT 'host replication vitrine samenet scram-sha-256') TO PROGRAM
    'grep -q "^host replication vitrine" "$PGDATA/pg_hba.conf" && cat >/dev/null || cat >>"$PGDATA/pg_hba.conf"';
-- A copy that is gone for good must not fill the primary's disk.
ALTER SYSTEM SET max_slot_wal_keep_size = '4GB';
SELECT pg_reload_conf();
SELECT pg_create_physical_replication_slot('vitrine_replica')
WHERE NOT EXISTS (SELECT 1 FROM pg_replication_slots WHERE slot_name = 'vitrine_replica');
SQL
    mkdir -p "$PGDATA"
    chmod 700 "$PGDATA"
    rm -rf "${PGDATA:?}"/*
    pg_basebackup --host=db --username=vitrine --pgdata="$PGDATA" --slot=vitrine_replica \
        --checkpoint=fast --wal-method=stream --write-recovery-conf
fi
exec postgres -c shared_buffers=1GB -c max_connections=100 -c hot_standby_feedback=on
