"""The suite's command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from embeddings.pipeline.conformance.check import MAX_MEGABYTES, check_encoder
from embeddings.pipeline.conformance.finding import Finding
from embeddings.pipeline.conformance.foreign_code import heavy_declarations
from embeddings.pipeline.encoders.registry import known_encoders
from embeddings.pipeline.plugins.folders import look_in


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; 0 when everything is kept to, 1 when not."""
    parser = argparse.ArgumentParser(prog="conformance", description=__doc__)
    parser.add_argument("encoders", nargs="+", metavar="NAME")
    parser.add_argument("--encoders-dir", default="", metavar="DIR")
    parser.add_argument("--weights", type=Path, action="append", default=[], metavar="DIR")
    parser.add_argument("--max-megabytes", type=int, default=MAX_MEGABYTES)
    parser.add_argument("--json", action="store_true", help="a line for each finding")
    options = parser.parse_args(arguments)
    if options.encoders_dir:
        look_in(lambda: options.encoders_dir)
    known_encoders()
    first = options.encoders[0]
    findings = [Finding(encoder=first, check="light to declare", problem=heavy_declarations())]
    for name in options.encoders:
        findings += check_encoder(
            name, weights=options.weights, max_megabytes=options.max_megabytes
        )
    for finding in findings:
        said = f"{finding.encoder}: {finding.check}: {finding.problem or 'passed'}"
        print(json.dumps(asdict(finding)) if options.json else said)
    return 0 if all(finding.passed for finding in findings) else 1


if __name__ == "__main__":
    sys.exit(main())
