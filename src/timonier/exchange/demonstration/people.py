"""Invented people: requesters of the client, VIPs, technicians of the provider, contacts of third parties.

No real person: first names and surnames are combined by calculation, and the surnames are made up from
landscapes. Offices, not holders of office, are named.
"""

from __future__ import annotations

from dataclasses import dataclass

from timonier.exchange.demonstration.dice import Dice

_FIRST = (
    "Adèle", "Amine", "Anouk", "Bastien", "Bérénice", "Boubacar", "Camille", "Cédric", "Clarisse", "Djamila",
    "Élodie", "Emmanuel", "Fanny", "Farid", "Gaëlle", "Gaspard", "Hélène", "Ibrahim", "Inès", "Jérôme",
    "Joëlle", "Karim", "Léonie", "Ludovic", "Maïwenn", "Mathilde", "Nadège", "Noé", "Océane", "Pascal",
    "Priya", "Quentin", "Rosalie", "Samir", "Séverine", "Tanguy", "Thi Mai", "Ursule", "Valentin", "Yaël",
)  # fmt: skip
_LAST = (
    "Aubeterre", "Beauvallon", "Boisclair", "Champrenaud", "Chantelauze", "Combevert", "Courtebrune", "Dormelieu",
    "Épinoux", "Fontserane", "Froidepierre", "Grandrieu", "Haultbois", "Islemare", "Lacombrade", "Landevenne",
    "Mareschaude", "Montbrillet", "Noirepierre", "Ormesville", "Pierrelongue", "Prélaffont", "Quincerot",
    "Rivesalte-Nord", "Rochebelin", "Sablonceau", "Tersanne", "Valfleurine", "Vertamont", "Ysoline",
)  # fmt: skip

TECHNICIANS = ("a.martin", "s.diallo", "c.leroux", "m.benali", "j.perrin", "l.nguyen", "t.moreau", "f.costa")
ENGINEERS = ("v.garnier", "r.haddad", "e.lambert", "o.petit")
ON_CALL = "p.astreinte"
CLIENT = ("dsi.support", "dsi.infra")
SUPERVISION = "supervision"


@dataclass(frozen=True, slots=True)
class Person:
    """A requester."""

    name: str
    vip: bool


# The VIP whose story is told: an office that every such body has, a name that nobody bears.
CHIEF = Person("Solange Valfleurine-Haultbois (direction générale)", True)
_VIPS = tuple(
    Person(f"{_FIRST[(7 * place + 3) % 40]} {_LAST[(11 * place + 5) % 30]} ({office})", True)
    for place, office in enumerate(
        (
            "présidence", "cabinet", "DGA Ressources", "DGA Cadre de vie", "DGA Équipements", "direction des finances",
            "direction de la commande publique", "direction des systèmes d’information", "secrétariat des assemblées",
            "direction de la communication", "direction des ressources humaines",
        )
    )
)  # fmt: skip


def requester(dice: Dice) -> Person:
    """Somebody of the staff who is no VIP."""
    return Person(f"{dice.of(_FIRST)} {dice.of(_LAST)}", False)


def important(dice: Dice) -> Person:
    """A VIP."""
    return dice.of(_VIPS)


def technician(dice: Dice) -> str:
    """A technician of the desk."""
    return dice.of(TECHNICIANS)


def engineer(dice: Dice) -> str:
    """An engineer of levels 2 and 3."""
    return dice.of(ENGINEERS)
