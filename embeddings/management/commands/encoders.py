"""manage.py encoders: which encoders recipes may name, whether one keeps to what it must, and
weights in bytes.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from embeddings.pipeline import (
    Encoder,
    WeightsMissingError,
    WeightsRefusedError,
    find_weights,
    get_encoder,
    known_encoders,
    plugins,
)
from embeddings.spaces.conformance import check_encoders
from embeddings.spaces.quantising import (
    PICTURES,
    CannotQuantiseError,
    quantise_encoder,
    quantised_encoders,
)
from embeddings.worker.encoder_cache import weight_folders
from infra.commands import at_least_one


class Command(BaseCommand):
    help = "List the encoders that recipes may name, check one, or make one's weights in bytes."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("list", help="every encoder, its licence, and what was refused and why")
        check = verbs.add_parser("check", help="whether encoders keep to what all have to")
        check.add_argument("names", nargs="+", metavar="NAME")
        check.add_argument("--json", action="store_true", help="for programs")
        rounded = verbs.add_parser(
            "quantise", help="make an encoder's weights in bytes from pictures of the shop"
        )
        rounded.add_argument("name", choices=sorted(quantised_encoders()), metavar="NAME")
        rounded.add_argument(
            "--pictures",
            type=at_least_one,
            default=PICTURES,
            help="looked at; default: %(default)s",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "check":
            self._check(options)
            return
        if options["verb"] == "quantise":
            self._quantise(options)
            return
        for encoder in known_encoders().values():
            self.stdout.write(f"{encoder.name}: {encoder.dimensions} numbers, {_weights(encoder)}")
        for name, reason in plugins.get().look().refused.items():
            self.stdout.write(f"{name}: refused. {reason}")

    def _quantise(self, options: dict[str, Any]) -> None:
        try:
            said = quantise_encoder(options["name"], pictures=options["pictures"])
        except CannotQuantiseError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(said)
        self.stdout.write(
            f"Every worker needs the file. `spaces create {options['name']}` uses it."
        )

    def _check(self, options: dict[str, Any]) -> None:
        try:
            for name in options["names"]:
                get_encoder(name)
        except ValueError as error:
            raise CommandError(str(error)) from error
        findings = check_encoders(*options["names"])
        if options["json"]:
            self.stdout.write(json.dumps(findings, indent=1))
        else:
            for finding in findings:
                said = finding["problem"] or "passed"
                self.stdout.write(f"{finding['encoder']}: {finding['check']}: {said}")
        if any(finding["problem"] for finding in findings):
            raise CommandError("Not every check has passed.")


def _weights(encoder: Encoder) -> str:
    if not encoder.is_network:
        return "needs no weights"
    try:
        file = find_weights(encoder.name, folders=weight_folders())
    except WeightsMissingError:
        return "its weights are not here"
    except WeightsRefusedError as error:
        return str(error)
    return f"weights {file.path} ({file.licence or 'licence not stated'})"
