"""The one exception that means "refused": a code and parameters, turned into one sentence at the edge."""

from typing import Any


class Refused(Exception):
    """What was asked is refused. `code` is looked up in the message table; `params` fill its sentence."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params
