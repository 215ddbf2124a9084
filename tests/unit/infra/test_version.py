from __future__ import annotations

from infra.version import CHANGELOG, VERSION, read_version


def test_the_newest_release_is_the_version() -> None:
    assert (
        read_version("# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2026-12-01\n\n## 1.1.0\n")
        == "1.2.0"
    )


def test_before_the_first_release_there_is_a_version_too() -> None:
    assert read_version("# Changelog\n\n## Unreleased\n") == "0.0.dev0"


def test_the_changelog_always_has_an_open_section() -> None:
    headings = [line for line in CHANGELOG.read_text().splitlines() if line.startswith("## ")]
    assert headings[0] == "## Unreleased"
    assert read_version(CHANGELOG.read_text()) == VERSION
