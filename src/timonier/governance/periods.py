"""Any period of whole months: a month, a quarter, a year, from – to; and the same one a year before.

Source: article 4.1.6.7 (a report on any subject for any period), requirement GOV-08.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from timonier.core.instants import BadInstant, month_first, months_between
from timonier.core.refusal import Refused
from timonier.foundation.parts import month_name
from timonier.service_levels.figures import year_before

MOST = 36


@dataclass(frozen=True, slots=True)
class Period:
    """Months from `first` to `last`, both included."""

    first: str
    last: str

    @property
    def months(self) -> list[str]:
        """All of them, oldest first."""
        return months_between(self.first, self.last)

    @property
    def is_month(self) -> bool:
        """Whether it is a single month."""
        return self.first == self.last

    @property
    def before(self) -> "Period":
        """The same period a year before."""
        return Period(year_before(self.first), year_before(self.last))

    @property
    def quarter(self) -> "Period":
        """The quarter that its last month belongs to."""
        year, number = int(self.last[:4]), (int(self.last[5:]) - 1) // 3
        return Period(f"{year:04d}-{number * 3 + 1:02d}", f"{year:04d}-{number * 3 + 3:02d}")

    @property
    def year(self) -> "Period":
        """The calendar year that its last month belongs to."""
        return Period(f"{self.last[:4]}-01", f"{self.last[:4]}-12")

    @property
    def rolling(self) -> "Period":
        """The thirteen months that end with it."""
        year, number = int(self.last[:4]) - 1, int(self.last[5:])
        return Period(f"{year:04d}-{number:02d}", self.last)

    @property
    def query(self) -> str:
        """Its parameters in an address."""
        return f"month={self.last}" if self.is_month else f"from={self.first}&to={self.last}"

    def label(self, language: str) -> str:
        """How people call it."""
        if self.is_month:
            return month_name(self.last, language)
        if self == self.quarter:
            words = {"quarter": (int(self.last[5:]) + 2) // 3, "year": self.last[:4]}
            return _("Q%(quarter)s %(year)s") % words
        if self == self.year:
            return _("year %(year)s") % {"year": self.last[:4]}
        ends = {"first": month_name(self.first, language), "last": month_name(self.last, language)}
        return _("%(first)s to %(last)s") % ends


def period_of(given: Mapping[str, str], otherwise: str) -> Period:
    """The period of an address: `month`, or `from` and `to`; the month `otherwise` without them. Raises: Refused."""
    last = given.get("to") or given.get("month") or otherwise
    first = given.get("from") or (last if not given.get("to") else given.get("month") or last)
    for one in (first, last):
        try:
            month_first(one)
        except BadInstant as error:
            raise Refused("bad_month", value=one[:20]) from error
    if first > last:
        first, last = last, first
    found = Period(first, last)
    if len(found.months) > MOST:
        raise Refused("period_too_long", months=len(found.months), most=MOST)
    return found
