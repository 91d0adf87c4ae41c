"""The table of clocks that are near their target, for the pages of other rooms too."""

from django.template.loader import render_to_string

from timonier.foundation.tenancy.models import Contract
from timonier.service_levels.stakes import Stakes, titles_of


def danger_table(contract: Contract, found: Stakes, *, sees_money: bool, is_whole: bool = False) -> str:
    """HTML of the table; a sentence where there is nothing. `is_whole`: with the share used, rows for the keyboard."""
    context = {
        "contract": contract,
        "found": found,
        "dangers": found.dangers,
        "titles": titles_of(contract, found.dangers),
        "sees_money": sees_money,
        "is_whole": is_whole,
    }
    return render_to_string("service_levels/dangers.html", context)
