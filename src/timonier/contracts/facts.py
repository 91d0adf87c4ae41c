"""The room's own facts in the journal: a version loaded, and by whom."""

from dataclasses import dataclass

from timonier.core.canonical import canonical_bytes
from timonier.core.contract.model import ContractVersion
from timonier.core.instants import format_instant


@dataclass(frozen=True, slots=True)
class VersionLoaded:
    """Stream "contract/2", kind "contract.loaded". Carries the digest of the version and its effective date."""

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
    def of(cls, version: ContractVersion, at: int, by: str) -> "VersionLoaded":
        """The fact of a loaded version."""
        payload = {
            "event": "loaded",
            "at": format_instant(at),
            "by": by,
            "digest": version.digest,
            "effective_from": version.effective_from.isoformat(),
            "number": version.number,
        }
        return cls(str(version.number), at, canonical_bytes(payload))
