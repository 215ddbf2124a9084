"""The roles that a shop starts with, as groups of Django's: one line for each kind of thing.

To let a role do more, add a line, or verbs to one. Groups that are there already are given it by
the next `migrate`. Users and groups themselves are for superusers: who may change those may do all.
"""

from __future__ import annotations

from collections.abc import Mapping

from accounts.roles.granting import Role

ALL = "view add change delete"

SEEN_BY_ALL: Mapping[str, str] = {
    "catalog.product": "view",
    "catalog.category": "view",
    "catalog.productimage": "view",
    "catalog.importrun": "view",
    "catalog.bulkedit": "view",
    "catalog.feed": "view",
    "embeddings.imageembedding": "view",
    "embeddings.embeddingspace": "view",
    "evaluation.spacejob": "view",
    "recommendations.rule": "view",
    "catalog.synonym": "view",
    "catalog.translatedword": "view",
    "hygiene.finding": "view",
    "recommendations.look": "view",
    "evaluation.judgement": "view",
    "evaluation.blindtest": "view",
    "keys.apikey": "view",  # names and use; secrets are shown to nobody
}

CATALOGUE_EDITOR: Mapping[str, str] = {
    "catalog.product": ALL,
    "catalog.category": ALL,
    "catalog.productimage": ALL,
    "catalog.importrun": ALL,
    "catalog.feed": ALL,
    "catalog.synonym": ALL,
    "catalog.translatedword": ALL,
    "evaluation.judgement": "view add",
    "hygiene.finding": "view change",
    "monitoring.unansweredsearch": "view delete",
    "keys.apikey": "view add change",
}

MERCHANDISER: Mapping[str, str] = {
    "recommendations.rule": ALL,
    "recommendations.look": ALL,
    "catalog.synonym": ALL,
    "catalog.translatedword": ALL,
    "monitoring.unansweredsearch": "view delete",
    "evaluation.judgement": "view add",
    "evaluation.blindtest": ALL,
}

OPERATOR: Mapping[str, str] = {
    "catalog.importrun": "view change delete",
    "catalog.feed": "view change",
    "embeddings.imageembedding": "view change",
    "embeddings.embeddingspace": ALL,
    "webhooks.endpoint": f"{ALL} reveal",
    "webhooks.message": "view change",
    "keys.apikey": ALL,
    "monitoring.system": "view",  # workers, broker, disk and backups on the dashboard
    "evaluation.judgement": "view add delete",
    "evaluation.blindtest": ALL,
}


def _role(key: str, name: str, may: Mapping[str, str]) -> Role:
    of_model = {**SEEN_BY_ALL, **may}
    return Role(
        key=key,
        name=name,
        permissions=tuple(
            f"{app}.{verb}_{model}"
            for app, model in (full.split(".") for full in of_model)
            for verb in of_model[f"{app}.{model}"].split()
        ),
    )


ROLES = (
    _role("catalogue_editor", "Catalogue editor", CATALOGUE_EDITOR),
    _role("merchandiser", "Merchandiser", MERCHANDISER),
    _role("operator", "Operator", OPERATOR),
    _role("read_only", "Read-only", {}),
)
