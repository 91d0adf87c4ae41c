"""The frozen list of public holidays is what a library kept by many says."""

import csv
from pathlib import Path

import holidays
import pytest

LIST = Path(__file__).resolve().parents[2] / "contracts" / "vsgp" / "lists" / "holidays.csv"


@pytest.mark.req("CON-02")
def test_the_contract_s_holidays_are_those_of_france() -> None:
    with LIST.open(encoding="utf-8", newline="") as file:
        frozen = {row["date"] for row in csv.DictReader(file)}
    years = {int(day[:4]) for day in frozen}
    assert frozen == {day.isoformat() for day in holidays.France(years=sorted(years))}
