"""A set-up that fails says why in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from demo.pip_failures import explain_pip_failure


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("unable to execute 'gcc': No such file or directory", "needs a C compiler"),
        ("error: command '/usr/bin/gcc' failed with exit code 1", "needs a C compiler"),
        ("[Errno -3] Temporary failure in name resolution", "check the network"),
        ("The user requested (constraint) torch<=2.13.0", "allow only torch<=2.13.0"),
        ("ERROR: No matching distribution found for torch==2.14.1", "no torch==2.14.1 for"),
        ("something that nobody foresaw", "in the lines above"),
    ],
)
def test_the_cause_is_named(tmp_path: Path, line, sentence) -> None:
    log = tmp_path / "set-up.log"
    log.write_text(f"2026-11-24T14:12:17,823 Collecting torch\n2026-11-24T14:12:17,824 {line}\n")
    assert sentence in explain_pip_failure(log)


def test_no_log_is_no_problem(tmp_path: Path) -> None:
    assert explain_pip_failure(tmp_path / "none.log").startswith("Set-up failed:")
