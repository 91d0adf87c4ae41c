"""The kinds of notices that rooms register: what people choose about, and which codes belong to each."""

from dataclasses import dataclass
from typing import Any

NONE, SCREEN, NOW, DAILY = "none", "screen", "now", "daily"
WAYS = (SCREEN, NOW, DAILY, NONE)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind: its name, its label (translated lazily), the codes that it holds, how it comes to who chose nothing."""

    name: str
    label: Any
    codes: tuple[str, ...]
    usual: str = SCREEN


class Kinds:
    """The register. A code belongs to one kind."""

    def __init__(self) -> None:
        self._kinds: dict[str, Kind] = {}

    def add(self, kind: Kind) -> None:
        self._kinds[kind.name] = kind

    def all(self) -> list[Kind]:
        return list(self._kinds.values())

    def of(self, code: str) -> Kind:
        """The kind of a code. Raises: KeyError for a code that nobody registered."""
        for kind in self._kinds.values():
            if code in kind.codes:
                return kind
        raise KeyError(code)


kinds = Kinds()
