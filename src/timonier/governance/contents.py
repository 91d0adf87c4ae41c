"""What each dashboard shows, line by line as the tender lists it: a block where facts exist, else the room to come.

Source: article 4.1.4.5. What the tender does not list and the governance needs stands under headings of our own, last.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

OPERATIONAL, STEERING, STRATEGIC = KINDS = ("operational", "steering", "strategic")
TITLES: dict[str, Any] = {
    OPERATIONAL: _("Operational dashboard"),
    STEERING: _("Steering dashboard"),
    STRATEGIC: _("Strategic dashboard"),
}
SHORT: dict[str, Any] = {OPERATIONAL: _("Operational"), STEERING: _("Steering"), STRATEGIC: _("Strategic")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the tender. `block`: what shows it; "" until `room` brings its facts."""

    title: Any
    block: str = ""
    room: Any = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One heading of the tender with its lines."""

    key: str
    title: Any
    entries: tuple[Entry, ...]


_CHANGES, _OPERATIONS, _SECURITY = _("Changes"), _("Operations"), _("Security")
_COMMERCIAL, _COMMITTEES, _CMDB = _("Orders and projects"), _("Committees"), _("Assets and configuration")
_HONESTY = Section(
    "honesty",
    _("What the figures leave out"),
    (
        Entry(_("Exclusions, re-classifications and back-dated facts, by author"), "doubts"),
        Entry(_("Incomplete intervals"), "gaps"),
    ),
)

DASHBOARDS: dict[str, tuple[Section, ...]] = {
    OPERATIONAL: (
        Section(
            "performance",
            _("Operational performance"),
            (
                Entry(_("Service levels and indicators of quality of service"), "levels"),
                Entry(_("About to breach: what can still be saved"), "stakes"),
            ),
        ),
        Section(
            "tickets",
            _("Tickets and corrective actions"),
            (
                Entry(_("Tickets handled, week by week"), "weeks"),
                Entry(_("Volumes and backlog"), "volumes"),
                Entry(_("Who held the ball"), "held"),
                Entry(_("Third parties: delays, reminders, silences"), "parties"),
                Entry(_("Resolution times"), "times"),
                Entry(_("Calls by hour and by day"), "calls"),
                Entry(_("Action plans for the problems under way"), "", _("Committees")),
            ),
        ),
        Section(
            "projects",
            _("Projects under way"),
            (
                Entry(_("Milestones due in the month"), "milestones"),
                Entry(_("Progress of projects and validation of planned tasks"), "", _COMMERCIAL),
            ),
        ),
        Section(
            "infrastructure",
            _("Outsourced infrastructure"),
            (
                Entry(_("Management of the infrastructure and its incidents"), "infrastructure"),
                Entry(_("Performance and availability of the infrastructure"), "availability"),
                Entry(_("Maintenance, updates and changes of the infrastructure"), "", _CHANGES),
            ),
        ),
        _HONESTY,
    ),
    STEERING: (
        Section(
            "performance",
            _("Operational performance"),
            (Entry(_("Monthly service levels against commitments"), "matrix"),),
        ),
        Section(
            "projects",
            _("Projects"),
            (
                Entry(_("Milestones due in the month"), "milestones"),
                Entry(_("Projects under way and activities to come"), "", _COMMERCIAL),
                Entry(_("Arbitration to be made"), "", _COMMITTEES),
            ),
        ),
        Section(
            "penalties",
            _("Dysfunctions and penalties"),
            (Entry(_("Dysfunctions that weigh on the penalties"), "penalties"),),
        ),
        Section(
            "actions",
            _("Corrective actions and improvements"),
            (
                Entry(_("Corrective actions put in place, improvements identified"), "actions"),
                Entry(_("Third parties: delays, reminders, silences"), "parties"),
            ),
        ),
        Section(
            "infrastructure",
            _("Outsourced infrastructure"),
            (
                Entry(_("Incidents solved and actions taken"), "infrastructure"),
                Entry(_("Performance and availability of the infrastructure"), "availability"),
                Entry(_("Planned maintenance and changes made"), "", _CHANGES),
            ),
        ),
        Section(
            "security",
            _("Security"),
            (
                Entry(_("Compliance with security standards and baselines"), "compliance"),
                Entry(_("Security events and incidents detected"), "", _SECURITY),
                Entry(_("Securing actions put in place"), "", _SECURITY),
                Entry(_("Vulnerabilities and security patches"), "", _SECURITY),
            ),
        ),
        Section(
            "finance",
            _("Finance"),
            (
                Entry(_("Changes of volume that may call for an adjustment"), "volumes"),
                Entry(_("Invoicing elements"), "", _COMMERCIAL),
                Entry(_("Costs against forecast and budget"), "", _COMMERCIAL),
                Entry(_("Components that may influence invoicing"), "", _CMDB),
            ),
        ),
        _HONESTY,
    ),
    STRATEGIC: (
        Section(
            "year",
            _("Global strategic dashboard"),
            (
                Entry(_("Performance of the year against the objectives"), "matrix"),
                Entry(_("Penalties of the period"), "penalties"),
                Entry(_("Volumes of the year"), "volumes"),
                Entry(_("Who held the ball"), "held"),
                Entry(_("Main projects and results reached"), "milestones"),
                Entry(_("Long-term risks and plan to limit them"), "", _COMMITTEES),
                Entry(_("Strategic projects of the coming year, with budget"), "", _COMMERCIAL),
            ),
        ),
        Section(
            "infrastructure",
            _("Outsourced infrastructure"),
            (
                Entry(_("Long-term incidents, their handling, corrective measures"), "infrastructure"),
                Entry(_("Performance and availability over the year"), "availability"),
                Entry(_("Compliance with security standards and baselines"), "compliance"),
                Entry(_("Changes of the infrastructure and of the perimeter"), "", _CMDB),
                Entry(_("Effects of infrastructure changes on strategy and resources"), "", _OPERATIONS),
            ),
        ),
        _HONESTY,
    ),
}
