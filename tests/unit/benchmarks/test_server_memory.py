"""What a server takes is summed from the text of /proc, by what each mapping is for."""

from __future__ import annotations

from benchmarks.resources.server_memory import Memory, Peak, read_mappings

SEGMENT = "/dev/shm/PostgreSQL.42"  # noqa: S108 - a name that is read, not a file that is made
SMAPS = f"""\
55d0c0000000-55d0c0800000 r-xp 00001000 fe:00 1234                       /opt/pg/bin/postgres
Size:               8192 kB
Rss:                4096 kB
Pss:                 512 kB
Pss_Dirty:             8 kB
VmFlags: rd ex mr mw me
7f0000000000-7f0080000000 rw-s 00000000 00:01 77                         /dev/zero (deleted)
Rss:              900000 kB
Pss:              300000 kB
7f1000000000-7f1000001000 rw-p 00000000 00:00 0 
Pss:                   4 kB
7f2000000000-7f2040000000 rw-s 00000000 00:19 5                          {SEGMENT}
Pss:              100000 kB
SwapPss:               7 kB
"""  # noqa: W291 - as the kernel writes it


def test_each_mapping_has_its_name_and_its_share() -> None:
    assert list(read_mappings(SMAPS)) == [
        ("/opt/pg/bin/postgres", 512 * 1024),
        ("/dev/zero (deleted)", 300_000 * 1024),
        ("", 4 * 1024),
        (SEGMENT, 100_000 * 1024),
    ]


def test_the_peak_is_one_moment_and_not_the_worst_of_each_part() -> None:
    peak = Peak()
    for memory in (Memory(10, 0, 5), Memory(9, 20, 1), Memory(12, 0, 6)):
        peak.take(memory)
    assert peak.memory == Memory(9, 20, 1)
    assert peak.samples == 3
