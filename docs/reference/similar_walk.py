"""Which files one opens to understand how `GET …/similar/` is answered, read off the imports.

    python docs/reference/similar_walk.py [a checkout, such as one of an older commit]

grimp, the library of import-linter, knows the imports:

- files: the view, and the modules of recommendations/ that its imports lead to;
- doors: what those import of the floors below. One reads the signature and goes no further;
- behind the doors: what follows if one does.

Declarations (`models`, `querysets`, `conf`) and empty `__init__` modules are not counted. That no
import climbs back from a later module to an earlier one is a contract in pyproject.toml, which
`make contracts` checks.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import grimp

# Where the view is now, and where it was before the folder had rooms, and before there was one.
VIEWS = ("api.views.finding.similar", "api.views.similar", "api.similar")
ROOM = "recommendations"
FLOORS_BELOW = ("embeddings", "catalog", "infra")
DECLARATIONS = {"models", "querysets", "conf"}


def walk(graph: grimp.ImportGraph, *, floors: Iterable[str]) -> tuple[list[str], list[str]]:
    """The modules of these floors that the view leads to, and the doors by which one leaves them.

    In the order in which a reader meets them.
    """
    view = next(name for name in VIEWS if name in graph.modules)
    files, to_read = [view], [view]
    doors: list[str] = []
    for module in to_read:
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            floor, name = imported.split(".")[0], imported.rsplit(".", 1)[-1]
            if imported in {*files, *doors} or name in DECLARATIONS or floor == "api":
                continue
            if floor in floors:
                files.append(imported)
                to_read.append(imported)
            elif module != view:
                doors.append(imported)
    return files, doors


def lines_of(root: Path, module: str) -> int:
    path = root / module.replace(".", "/")
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return path.read_text().count("\n")


def main(root: Path) -> None:
    sys.path.insert(0, str(root))
    os.chdir(root)
    floors = [floor for floor in FLOORS_BELOW if (root / floor).is_dir()]
    graph = grimp.build_graph("api", ROOM, *floors, cache_dir=None)
    files, doors = walk(graph, floors=[ROOM])
    everything, _ = walk(graph, floors=[ROOM, *floors])
    for module in files:
        print(f"{lines_of(root, module):5} {module}")
    total = sum(lines_of(root, module) for module in files)
    print(f"{total:5} lines in {len(files)} files to open")
    print(f"doors, {len(doors)}: {', '.join(doors)}")
    print(f"files with all that lies behind the doors: {len(everything)}")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve())
