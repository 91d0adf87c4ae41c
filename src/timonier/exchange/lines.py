"""What every reader of foreign facts gives: lines of events, and doubts about lines.

Pure: no database, no judgement about what an event does. A reader never drops a line in silence: what it
cannot take, or takes with a reservation, comes out as a `Doubt` that names the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """One event in the form of `import events`, with the line of the source that it comes from."""

    number: int
    event: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doubt:
    """One line of the source that is not plain.

    `kept` tells whether the line was used all the same (true) or gives no event at all (false).
    """

    number: int
    code: str
    kept: bool
    params: Mapping[str, str] = field(default_factory=dict)

    def sentences(self) -> tuple[str, str]:
        """The doubt in French and in English."""
        french, english = SENTENCES[self.code]
        return french.format_map(_Given(self.params)), english.format_map(_Given(self.params))


class _Given(dict[str, str]):
    """Parameters for a sentence; one that is absent shows as a dash instead of failing."""

    def __missing__(self, key: str) -> str:
        return "–"


# code → (French, English). Parameters are inserted as plain text; whoever shows them escapes them.
SENTENCES: dict[str, tuple[str, str]] = {
    "unreadable_line": ("Ligne illisible.", "Unreadable line."),
    "line_too_long": ("Ligne trop longue.", "Line too long."),
    "not_an_object": ("La ligne n’est pas un objet JSON.", "The line is not a JSON object."),
    "not_a_call": ("La ligne ne porte pas de clé « call ».", "The line carries no key “call”."),
    "wrong_width": (
        "La ligne n’a pas autant de colonnes que l’en-tête.",
        "The line does not have as many columns as the header.",
    ),
    "no_number": ("La ligne ne nomme aucun ticket.", "The line names no ticket."),
    "bad_number": ("Numéro de ticket trop long.", "Ticket number too long."),
    "bad_state": (
        "État « {value} » inconnu : la ligne ne change pas l’état du ticket.",
        "Unknown state “{value}”: the line does not change the ticket’s state.",
    ),
    "bad_count": (
        "Rang de modification « {value} » illisible.",
        "Unreadable modification count “{value}”.",
    ),
    "bad_date": (
        "Date « {value} » illisible (colonne {column}).",
        "Unreadable date “{value}” (column {column}).",
    ),
    "no_opening": (
        "Aucune date d’ouverture lisible pour ce ticket.",
        "No readable date of opening for this ticket.",
    ),
    "opening_varies": (
        "La date d’ouverture « {value} » diffère de celle de la première ligne du ticket.",
        "The date of opening “{value}” differs from that of the ticket’s first line.",
    ),
    "before_opening": (
        "Modification datée d’avant l’ouverture du ticket.",
        "Change dated before the ticket was opened.",
    ),
    "out_of_order": (
        "La date ou le rang de modification recule : la ligne contredit les autres lignes du ticket.",
        "The date or the modification count goes back: the line contradicts the ticket’s other lines.",
    ),
    "scattered": (
        "Les lignes de ce ticket ne se suivent pas dans le fichier.",
        "This ticket’s lines are not together in the file.",
    ),
    "ambiguous_local_time": (
        "Heure double au passage à l’heure d’hiver : la première des deux est prise.",
        "Local time that exists twice at the end of summer time: the first of the two is taken.",
    ),
    "missing_local_time": (
        "Heure qui n’existe pas au passage à l’heure d’été : l’instant du passage est pris.",
        "Local time that does not exist at the start of summer time: the instant of the change is taken.",
    ),
    "priority_unknown": (
        "Priorité « {value} » inconnue : celle du contrat par défaut s’applique.",
        "Unknown priority “{value}”: the contract’s default applies.",
    ),
    "priority_from_matrix": (
        "Priorité absente, déduite de l’impact et de l’urgence.",
        "No priority given; deduced from impact and urgency.",
    ),
    "channel_assumed": (
        "Canal « {value} » pris pour « {taken} ».",
        "Channel “{value}” taken for “{taken}”.",
    ),
    "holder_assumed": (
        "L’état « {value} » ne dit pas qui est attendu : l’utilisateur est supposé.",
        "State “{value}” does not say who is awaited: the user is assumed.",
    ),
    "recorded_before_opening": (
        "Ticket enregistré dans l’outil avant son ouverture déclarée.",
        "Ticket recorded in the tool before its declared opening.",
    ),
    "resolution_later": (
        "L’outil date la résolution d’une ligne plus tardive que le premier état Résolu : la plus tardive est prise.",
        "The tool dates the resolution from a later line than the first Resolved state: the later one is taken.",
    ),
    "closing_later": (
        "L’outil date la clôture d’une ligne plus tardive que le premier état Clos : la plus tardive est prise.",
        "The tool dates the closing from a later line than the first Closed state: the later one is taken.",
    ),
    "resolution_undated": (
        "Date de résolution absente : celle de la ligne à l’état Résolu est prise.",
        "No date of resolution: that of the line in state Resolved is taken.",
    ),
    "resolution_contradicted": (
        "Date de résolution « {value} » contredite par les lignes du ticket : celle de la ligne est prise.",
        "Date of resolution “{value}” contradicted by the ticket’s lines: that of the line is taken.",
    ),
    "closing_contradicted": (
        "Date de clôture « {value} » contredite par les lignes du ticket : celle de la ligne est prise.",
        "Date of closing “{value}” contradicted by the ticket’s lines: that of the line is taken.",
    ),
    "resolution_before_opening": (
        "Résolution datée d’avant l’ouverture : non reprise.",
        "Resolution dated before the opening: not taken over.",
    ),
    "closing_before_opening": (
        "Clôture datée d’avant l’ouverture : non reprise.",
        "Closing dated before the opening: not taken over.",
    ),
    "end_not_witnessed": (
        "Fin connue par les seules colonnes de dates : aucune ligne à l’état correspondant.",
        "End known from the date columns only: no line in the corresponding state.",
    ),
}
