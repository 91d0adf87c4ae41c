"""What programs get over HTTP: JSON, and refusals as RFC 9457 problems with a sentence in the reader's language.

It must not decide what is refused: rooms raise a refusal, and the assembly of the API turns it into a problem here.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language

from timonier.core.messages import Sentences, sentence

JSON = "application/json"
PROBLEM = "application/problem+json"
NOT_KEPT = "private, no-store"
REPLAYED = "Idempotent-Replay"

TITLES: dict[int, tuple[str, str]] = {
    400: ("Demande mal formée", "Malformed request"),
    401: ("Identification nécessaire", "Authentication needed"),
    403: ("Interdit", "Forbidden"),
    404: ("Introuvable", "Not found"),
    405: ("Méthode non admise", "Method not allowed"),
    409: ("Conflit", "Conflict"),
    411: ("Longueur nécessaire", "Length required"),
    413: ("Demande trop grande", "Request too large"),
    415: ("Type de contenu non admis", "Content type not admitted"),
    422: ("Demande refusée", "Request refused"),
    500: ("Erreur du serveur", "Server error"),
    503: ("Momentanément indisponible", "Unavailable for a moment"),
}
SENTENCES: Sentences = {
    "bad_json": (
        "Le corps n'est pas un document JSON en UTF-8, sans attribut répété.",
        "The body is not one JSON document in UTF-8 without repeated attributes.",
    ),
    "bad_characters": (
        "L'adresse ou le corps contient un caractère interdit.",
        "The address or the body contains a forbidden character.",
    ),
    "bad_content_type": (
        "Envoyez {expected}, pas un formulaire en plusieurs parties.",
        "Send {expected}, not a multipart form.",
    ),
    "body_too_large": (
        "Le corps dépasse {limit} octets ; envoyez-le en plusieurs demandes.",
        "The body is larger than {limit} bytes; send it in several requests.",
    ),
    "body_empty": (
        "Le corps est vide ; envoyez au moins une ligne.",
        "The body is empty; send a line at least.",
    ),
    "length_needed": (
        "Annoncez la longueur du corps (Content-Length) ; un envoi par morceaux n'est pas lu.",
        "Announce the length of the body (Content-Length); a chunked one is not read.",
    ),
    "csrf_failed": (
        "Une session doit joindre son jeton anti-CSRF (en-tête X-CSRFToken) ; rechargez la page.",
        "A session must send its CSRF token (header X-CSRFToken); load the page again.",
    ),
    "invalid_request": (
        "{count} valeur(s) ne conviennent pas ; voyez « errors ».",
        '{count} value(s) do not fit; see "errors".',
    ),
    "malformed_request": ("La demande est mal formée.", "The request is malformed."),
    "method_not_allowed": (
        "{method} n'est pas admis ici ; admis : {allowed}.",
        "{method} is not allowed here; allowed: {allowed}.",
    ),
    "server_fault": (
        "Une erreur interne s'est produite ; rien n'a été enregistré. Réessayez avec la même clé d'idempotence.",
        "An internal error happened; nothing was stored. Try again with the same idempotency key.",
    ),
    "database_away": (
        "La base de données ne répond pas ; rien d'acquitté n'est perdu. Renvoyez avec la même clé dans {seconds} s.",
        "The database does not answer; nothing acknowledged is lost. Send again with the same key in {seconds} s.",
    ),
    "value_missing": ("« {field} » manque.", '"{field}" is missing.'),
    "value_unexpected": ("« {field} » n'est pas attendu ici.", '"{field}" is not expected here.'),
    "value_not_listed": ("« {field} » : attendu {expected}.", '"{field}": expected {expected}.'),
    "value_wrong": (
        "« {field} » n'a pas le type ou la taille attendus.",
        '"{field}" does not have the expected type or size.',
    ),
}


def speaks() -> str:
    """ "fr" or "en": what the request asked for."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def reply(value: Any, status: int = 200, content_type: str = JSON) -> HttpResponse:
    """A JSON answer that no cache keeps."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return HttpResponse(body, status=status, content_type=content_type, headers={"Cache-Control": NOT_KEPT})


def answer(made: Mapping[str, Any], *, is_new: bool, status: int) -> HttpResponse:
    """The answer to a request with a key: the same again, and marked, when it was made before."""
    response = reply(made, status)
    if not is_new:
        response[REPLAYED] = "true"
    return response


def problem(
    code: str,
    params: Mapping[str, Any] | None = None,
    *,
    status: int,
    errors: Sequence[Mapping[str, Any]] = (),
) -> HttpResponse:
    """A refusal. `errors` names single values; `code` and `params` are for programs, the rest for people.

    Source: RFC 9457.
    """
    language, known = speaks(), dict(params or {})
    french, english = TITLES.get(status, TITLES[400 if status < 500 else 500])
    value: dict[str, Any] = {
        "type": "about:blank",
        "title": english if language == "en" else french,
        "status": status,
        "detail": sentence(code, known, language),
        "code": code,
        "params": known,
    }
    if errors:
        value["errors"] = list(errors)
    response = reply(value, status, PROBLEM)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="timonier"'
    return response
