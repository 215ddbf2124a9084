"""What can be wrong with an encoder that a shop has brought along."""

from __future__ import annotations


class EncoderRefusedError(ValueError):
    """An encoder that somebody has declared is not taken; the message says what to mend.

    `code` names the reason for programs, `parameters` what it is about.
    """

    def __init__(self, code: str, **parameters: object) -> None:
        self.code, self.parameters = code, parameters
        super().__init__(SENTENCES[code].format(**parameters))


SENTENCES = {
    "unreadable": "{file} cannot be read as JSON: {reason}.",
    "keys_missing": "{file} lacks {keys}.",
    "keys_unknown": "{file} has the unknown keys {keys}; known are {known}.",
    "value_invalid": "{file}: {key} must be {wanted}.",
    "name_taken": "{file}: the name {name!r} is taken by {by}.",
    "outside": "{file}: {value!r} leads out of the folder; name a file in it.",
    "file_missing": "{file}: there is no file {value!r} beside it.",
    "external_data": "{file} keeps part of its numbers in other files; save it as one file.",
    "not_onnx": "{file} is not a model in the ONNX format: {reason}.",
    "timm_missing": "timm cannot be imported ({reason}); install requirements-timm.txt.",
    "timm_unknown": "timm {version} knows no network {name!r}.",
    "not_weights": "{file} holds no weights for {name}: {reason}",
    "entry_point": "The entry point {name!r} of {package} gives no declaration: {reason}.",
    "not_loaded": "{loader} does not load: {reason}.",
    "wrong_input": "{file} takes {found}; declared is a batch of RGB pictures, {wanted}.",
    "wrong_output": "{name} gives {found}; declared are {wanted} numbers for each picture.",
    "not_finite": "{name} gives numbers that are not finite.",
    "failed": "{name} stops with an error: {reason}",
}
