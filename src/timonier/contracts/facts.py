"""The room's own facts in the journal: a version loaded, and each step of the dialogue about a draft."""

from dataclasses import dataclass
from typing import Any

from timonier.core.canonical import canonical_bytes
from timonier.core.contract.model import ContractVersion
from timonier.core.instants import format_instant


@dataclass(frozen=True, slots=True)
class VersionLoaded:
    """Stream "contract/2", kind "contract.loaded". Carries the digest of the version and its effective date, and the
    draft that the two parties agreed on, when it came so."""

    key: str
    at: int
    canonical: bytes
    family: str = "contract"
    kind: str = "loaded"
    known_at: int | None = None

    @property
    def stream(self) -> str:
        """Name of the version's own stream."""
        return f"contract/{self.key}"

    @classmethod
    def of(cls, version: ContractVersion, at: int, by: str, draft: int | None = None) -> "VersionLoaded":
        """The fact of a loaded version."""
        payload = {
            "event": "loaded",
            "at": format_instant(at),
            "by": by,
            "digest": version.digest,
            "effective_from": version.effective_from.isoformat(),
            "number": version.number,
        }
        if draft is not None:
            payload["draft"] = draft
        return cls(str(version.number), at, canonical_bytes(payload))


@dataclass(frozen=True, slots=True)
class DraftStep:
    """Stream "contract/draft-3", kinds "contract.drafted", ".proposed", ".accepted", ".refused", ".withdrawn".

    Carries who spoke for which side, what was said, and the digests of the draft, of the difference and of the effect
    that were read.
    """

    key: str
    kind: str
    at: int
    canonical: bytes
    family: str = "contract"
    known_at: int | None = None

    @classmethod
    def of(cls, draft: int, kind: str, at: int, said: dict[str, Any]) -> "DraftStep":
        """The fact of a step."""
        payload = {"event": kind, "at": format_instant(at), "draft": draft, **said}
        return cls(f"draft-{draft}", kind, at, canonical_bytes(payload))
