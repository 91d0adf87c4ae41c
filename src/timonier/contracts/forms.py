"""The form of a draft: its sections and fields as data for one template, filled with what was typed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from timonier.contracts.changes import quantities
from timonier.contracts.templatetags.contract_words import share_text, span_text, week_text
from timonier.core.contract.difference_words import reading_answer, reading_title
from timonier.core.contract.model import ContractVersion, Kpi
from timonier.core.contract.reading_words import answer, choices
from timonier.core.contract.source import Source
from timonier.core.readings import READINGS

Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class DraftField:
    """One field: `kind` is text, date, area or select; `errors` are sentences."""

    name: str
    label: str
    kind: str
    value: str
    errors: Sequence[str] = ()
    options: Options = ()
    hint: str = ""
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Fields that belong together; `is_open` when something in it was typed or is wrong."""

    name: str
    title: str
    fields: Sequence[DraftField]

    @property
    def is_open(self) -> bool:
        return any(one.value or one.errors for one in self.fields)


class DraftForm:
    """The fields of a draft over the version in force."""

    def __init__(
        self,
        version: ContractVersion,
        source: Source,
        values: Mapping[str, str],
        errors: Mapping[str, Sequence[str]],
        language: str,
    ) -> None:
        self.version, self.source, self.values, self.errors = version, source, values, errors
        self.at = 1 if language == "en" else 0

    def head(self) -> list[DraftField]:
        """What every draft says."""
        return [
            self._field("title", _("What it is about"), is_needed=True),
            self._field(
                "effective_from",
                _("In force from"),
                "date",
                hint=_("What begins on that day or later follows the new version."),
            ),
        ]

    def sections(self) -> list[Section]:
        """The frequent changes."""
        return [
            Section("kpi", _("A service level"), self._kpi()),
            Section("hours", _("Hours of a service"), self._hours()),
            Section("reading", _("A reading of the contract"), [self._reading()]),
            Section("row", _("A quantity"), self._quantity()),
            Section("prices", _("Prices of penalties, caps"), self._prices()),
            self.decision(),
        ]

    def decision(self) -> Section:
        """A named decision on something that the contract leaves open."""
        open_ones = [
            (one.key, f"{(one.title_fr, one.title_en)[self.at]} ({one.clause})")
            for one in self.version.unknowns.values()
            if one.decision is None
        ]
        return Section(
            "decision",
            _("A named decision on something left open"),
            [
                self._field("unknown", _("What was left open"), "select", options=open_ones),
                self._field("decision_who", _("Who decides")),
                self._field("decision_on", _("Decided on"), "date"),
                self._field("decision_reason", _("What is decided, and why"), "area"),
            ],
        )

    def text(self) -> DraftField:
        """The amendment as text, for everything else."""
        return self._field(
            "amendment",
            _("Amendment as text (YAML)"),
            "area",
            hint=_("Only what changes, as the format of contracts says."),
        )

    def _field(
        self,
        name: str,
        label: str,
        kind: str = "text",
        *,
        options: Options = (),
        hint: str = "",
        is_needed: bool = False,
    ) -> DraftField:
        return DraftField(
            name, label, kind, self.values.get(name, ""), self.errors.get(name, ()), options, hint, is_needed
        )

    def _kpi(self) -> list[DraftField]:
        kpis = [
            (
                kpi.key,
                f"{kpi.key} – {(kpi.title_fr, kpi.title_en)[self.at]} ({_today(kpi)})",
            )
            for kpi in self.version.kpis
        ]
        levels = [(level, level) for level in ("P1", "P2", "P3")]
        return [
            self._field("kpi", _("Service level"), "select", options=kpis),
            self._field(
                "kpi_target", _("New target"), hint=_("For example: 20 s, 15 min, 3 h, 1 day of service")
            ),
            self._field("kpi_objective", _("New objective"), hint=_("For example: 95 %")),
            self._field("kpi_level", _("New penalty level"), "select", options=levels),
        ]

    def _hours(self) -> list[DraftField]:
        titles = self.source.tree.get("hours", {})
        services = []
        for key in self.version.hours:
            title = titles.get(key, {}).get("title", {})
            name = str(title.get(("fr", "en")[self.at]) or key)
            services.append((key, f"{name} ({week_text(titles.get(key, {}).get('week', ''))})"))
        return [
            self._field("hours", _("Service"), "select", options=services),
            self._field(
                "hours_week",
                _("New opening week"),
                hint=_(
                    "For example: Monday to Friday from 8:00 to 18:30; Saturday from 9:00 to 12:00 – or 24x7"
                ),
            ),
        ]

    def _reading(self) -> DraftField:
        readings = {name: values[0] for name, values in READINGS.items()} | self.version.readings
        tree, at = self.source.tree, self.at
        between = (" : ", ": ")[at]
        options = [
            (
                f"{name}={value}",
                f"{reading_title(tree, name, at)}{between}{reading_answer(tree, name, value, at)}",
            )
            for name, _current, others in choices(self.version, readings)
            for value in others
        ]
        return self._field("reading", _("Another answer"), "select", options=options)

    def _quantity(self) -> list[DraftField]:
        rows = [
            (row["key"], f"{row.get('name', row['key'])} ({row['quantity']})")
            for row in quantities(self.source)[1]
        ]
        return [
            self._field("row", _("Component"), "select", options=rows),
            self._field("row_quantity", _("New quantity")),
        ]

    def _prices(self) -> list[DraftField]:
        bases = [(value, answer("penalty_basis", value)[self.at]) for value in READINGS["penalty_basis"]]
        return [
            self._field("price_P1", _("Price of level P1, in euros")),
            self._field("price_P2", _("Price of level P2, in euros")),
            self._field("price_P3", _("Price of level P3, in euros")),
            self._field("cap_per_kpi", _("Cap per service level, in euros")),
            self._field("cap_per_month", _("Cap per month, in euros")),
            self._field("monthly_fee", _("Monthly fee, in euros")),
            self._field("basis", _("Drawn on"), "select", options=bases),
        ]


def _today(kpi: Kpi) -> str:
    """What the service level demands today."""
    parts = [span_text(kpi.target)] if kpi.target is not None else []
    parts.append(f"{'≤' if kpi.at_most else '≥'} {share_text(kpi.objective)}")
    return " · ".join([*parts, *([kpi.level] if kpi.level else [])])
