"""Memory kept and memory let go."""

from __future__ import annotations

import subprocess
import sys

import pytest

from embeddings.pipeline.runtime.allocator import clean_library_mappings

SMAPS = """\
7f0000000000-7f0000004000 r--p 00000000 08:01 11 {path}
Rss:                  12 kB
Shared_Dirty:          0 kB
Private_Dirty:         {dirty} kB
Anonymous:             0 kB
7f0000004000-7f0000008000 rw-p 00004000 08:01 11 {path}
Rss:                  16 kB
Shared_Dirty:          0 kB
Private_Dirty:         0 kB
Anonymous:             0 kB
7f0000010000-7f0000014000 rw-p 00000000 00:00 0
Rss:                  16 kB
Shared_Dirty:          0 kB
Private_Dirty:         0 kB
Anonymous:             0 kB
"""


@pytest.mark.parametrize(
    ("path", "dirty", "found"),
    [
        ("/lib/libcuda.so.12", 0, [(0x7F0000000000, 0x4000, 12288)]),
        ("/lib/libcuda.so.12", 4, []),
        ("/data/pictures.soap", 0, []),
        ("[vdso]", 0, []),
    ],
)
def test_only_unwritten_read_only_library_pages_may_go(path, dirty, found) -> None:
    assert clean_library_mappings(SMAPS.format(path=path, dirty=dirty)) == found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="smaps is Linux's")
def test_a_process_goes_on_with_less_memory() -> None:
    code = """
import numpy.linalg
from pathlib import Path
from PIL import Image
from embeddings.pipeline.runtime.allocator import keep_freed_memory, release_library_pages
resident = lambda: int(Path('/proc/self/statm').read_text().split()[1]) * 4096
before = resident()
released = release_library_pages()
after = resident()
keep_freed_memory()
assert numpy.linalg.inv(numpy.eye(50) * 2)[0, 0] == 0.5
assert Image.new("RGB", (50, 50)).resize((9, 9)).size == (9, 9)
print(released > 1_000_000, after < before - 1_000_000)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "True True", done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="mallopt is glibc's")
def test_freed_memory_goes_back_when_work_has_ended() -> None:
    code = """
from pathlib import Path
from embeddings.pipeline.runtime.allocator import keep_freed_memory, release_freed_memory
resident = lambda: int(Path('/proc/self/statm').read_text().split()[1]) * 4096
keep_freed_memory()
blocks = [bytearray(100_000) for _ in range(500)]
del blocks
kept = resident()
release_freed_memory()
print(resident() < kept - 40_000_000)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "True", done.stderr
