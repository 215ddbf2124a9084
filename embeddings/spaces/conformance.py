"""Whether an encoder keeps to what every encoder keeps to, found out by a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

from django.conf import settings

from embeddings.conf import conf
from embeddings.pipeline import WeightsRefusedError, get_encoder
from embeddings.worker.encoder_cache import weight_folders
from infra.bounded_cache import BoundedCache
from infra.process_state import PerProcess

# A network that has not looked at nine pictures by then would keep a shop waiting for days.
CHECK_SECONDS = 300

Findings = list[dict[str, str]]
"""Encoder, check, and the problem, empty where there is none."""

# By encoder, declaration and sha256: what has been found once holds for this file.
_passed: PerProcess[BoundedCache[tuple[object, str], bool]] = PerProcess(lambda: BoundedCache(16))


def check_encoders(*names: str) -> Findings:
    """Run the suite over encoders and wait for it; web processes never load what it loads."""
    command = [sys.executable, "-m", "embeddings.pipeline.conformance", *names, "--json"]
    command += ["--encoders-dir", conf.ENCODERS_DIR]
    for folder in weight_folders():
        command += ["--weights", str(folder)]
    try:
        done = subprocess.run(
            command,
            cwd=settings.BASE_DIR,
            check=False,
            capture_output=True,
            text=True,
            timeout=CHECK_SECONDS,
        )
    except subprocess.TimeoutExpired:
        problem = f"it has not answered within {CHECK_SECONDS} s"
        return [{"encoder": names[0], "check": "runs", "problem": problem}]
    findings = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    if done.returncode not in (0, 1) or not findings:
        # A runtime that crashes takes its process along, and this one not.
        last = (done.stderr.strip().splitlines() or ["nothing was said"])[-1]
        problem = f"its process ended with status {done.returncode}: {last}"
        findings.append({"encoder": names[0], "check": "runs", "problem": problem})
    return findings


def refuse_unconforming(name: str, *, sha256: str) -> None:
    """Refuse an encoder of the shop's own that does not keep to it; raises WeightsRefusedError."""

    def check() -> bool:
        problems = [
            f"{finding['check']}: {finding['problem']}"
            for finding in check_encoders(name)
            if finding["problem"]
        ]
        if problems:
            raise WeightsRefusedError(
                f"The encoder {name} is refused. {'; '.join(problems).rstrip('.')}."
            )
        return True

    _passed.get().get((get_encoder(name).declaration, sha256), check)
