"""Facts of other tools over the API: calls, as JSON Lines."""

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from timonier.core.refusal import Refused
from timonier.desk.services import answers
from timonier.directory.gate import Gate, asked, entry_of, key_of
from timonier.exchange.loading import load_stream
from timonier.foundation.wire import answer

router = Router(tags=["imports"])
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/x-ndjson": {"schema": {"type": "string", "description": "one event a line"}}
        },
    }
}


class RefusedLine(Schema):
    """A line that was refused, and why."""

    line: int
    code: str
    params: dict[str, str | int]
    fr: str
    en: str


class ImportReport(Schema):
    """What became of the lines, as `import calls --json` tells it."""

    read: int
    accepted: int
    duplicates: int
    pending: int
    refused_count: int
    refused: list[RefusedLine]


@router.post(
    "/contracts/{contract}/calls",
    auth=Gate("facts.import"),
    response={200: ImportReport},
    url_name="calls",
    summary="Import calls",
    openapi_extra=_BODY,
)
def import_calls(request: HttpRequest, contract: str) -> HttpResponse:
    """Events of calls, one JSON object a line. A bad line is refused alone; a line known already is a duplicate."""
    entry = entry_of(request)
    who, place = entry.who, entry.place
    if not request.body.strip():
        raise Refused("body_empty")
    made, is_new = answers.once(
        place,
        who.source,
        key_of(request),
        asked(request),
        lambda: load_stream(
            place, BytesIO(request.body), actor=who.name, via=who.via, family="call"
        ).as_json(),
    )
    return answer(made, is_new=is_new, status=200)
