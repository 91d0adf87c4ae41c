"""The JSON of disputes, justifications and decisions: what programs send, and what they get."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from timonier.service_levels.api import Instant

Text = Annotated[str, Field(max_length=4000)]
Key = Annotated[str, Field(max_length=200)]


class DisputeShape(Schema):
    """A disputed interval. `of` tells it apart within its ticket."""

    number: str
    of: str
    since: Annotated[str, Field(alias="from")]
    to: str
    counts: bool
    exclusion: str | None
    party: Literal["client", "provider"]
    by: str
    reason: str
    state: Literal["open", "answered", "granted", "refused", "withdrawn"]
    answer_due: str | None
    agrees: bool | None
    answer: str
    decision: str
    months: list[str]


class DisputePage(Schema):
    """Disputes, the newest first."""

    disputes: list[DisputeShape]


class DisputesAsked(Schema):
    """Which disputes."""

    state: Literal["", "open", "all"] = ""


class RaiseAsked(Schema):
    """What is disputed. `counts`: what is asked; without it the contrary of what stands."""

    number: Key
    since: Annotated[Instant, Field(alias="from")]
    to: Instant
    reason: Text
    counts: bool | None = None
    exclusion: Instant | None = None


class MoveAsked(Schema):
    """An answer (`yes` = agreed), a decision (`yes` = granted) or a withdrawal."""

    number: Key
    of: Instant
    move: Literal["answer", "decide", "withdraw"]
    yes: bool = False
    reason: Text


class AcceptAsked(Schema):
    """The client's word about a late act."""

    number: Key
    of: Instant
    what: Literal["evidence_added", "cancelled", "merged", "linked_child", "changed"]
    accepted: bool
    reason: Text = ""


class AcceptanceShape(Schema):
    """A late act that needs the client's word."""

    number: str
    of: str
    what: str
    by: str
    reason: str
    state: Literal["waiting", "accepted", "refused"]
    decision: str


class AcceptancePage(Schema):
    """Late acts, the newest first."""

    acceptances: list[AcceptanceShape]


class ActionAsked(Schema):
    """One action: what, its one owner (an address), until when."""

    text: Text
    owner: Key
    due: Annotated[str, Field(max_length=10, description="YYYY-MM-DD")]


class JustifyAsked(Schema):
    """Why a service level was missed, and what will be done."""

    kpi: Key
    cause: Text
    items: Annotated[list[Key], Field(max_length=500)] = []
    actions: Annotated[list[ActionAsked], Field(max_length=20)] = []


class JustificationShape(Schema):
    """A justification as it stands."""

    month: str
    kpi: str
    cause: str
    items: list[str]
    by: str
    at: str
    late: bool


class PenaltyAsked(Schema):
    """`argue`: what the committee said. `decide`: applied, waived, partly (with `waived` euros), disputed."""

    kpi: Key
    move: Literal["argue", "decide"]
    decision: Literal["", "applied", "waived", "partly", "disputed"] = ""
    waived: Annotated[str, Field(max_length=20)] = ""
    reason: Text


class PenaltyShape(Schema):
    """Where a penalty stands. Euros as decimal text."""

    month: str
    kpi: str
    state: str
    computed: str
    waived: str
    reason: str
    by: str


class StatementLineShape(Schema):
    """One line of the statement. Euros as decimal text."""

    kpi: str
    level: str | None
    state: str
    computed: str
    corrected: str
    waived: str
    remains: str
    chargeable: str
    forbidden_by: list[str]


class StatementShape(Schema):
    """The statement of penalties of a month: every total is the sum of its lines."""

    month: str
    sealed: bool
    digest: str
    lines: list[StatementLineShape]
    computed: str
    corrected: str
    waived: str
    remains: str
    chargeable: str
    forbidden_by: list[str]
