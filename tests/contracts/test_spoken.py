"""What a lawyer types, as the contract writes it."""

import pytest

from timonier.contracts import spoken
from timonier.core.contract.schema import parse_target, parse_week


@pytest.mark.req("CON-05")
@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("20 s", "20 s"), ("30 minutes", "30 min"), ("1 minute", "1 min"), ("4 heures", "4 h"), ("1,5 h", "1.5 h"), ("15min", "15 min"),
        ("1 jour de service", "1 service day"), ("2 jours ouvrés", "2 service days"), ("0,5 jour", "0.5 service day"),
        ("1 service day", "1 service day"), ("3 service days", "3 service days"),
    ],
)  # fmt: skip
def test_a_target_is_read_as_people_say_it(typed: str, written: str) -> None:
    assert spoken.target(typed) == written
    assert parse_target(written) is not None


@pytest.mark.req("CON-05")
@pytest.mark.parametrize(
    ("typed", "written"),
    [("95", "95 %"), ("95 %", "95 %"), ("95,5\u00a0%", "95.5 %"), ("99.99%", "99.99 %"), ("beaucoup", "beaucoup"), ("1000", "1000")],
)  # fmt: skip
def test_a_share_is_read_with_and_without_its_sign(typed: str, written: str) -> None:
    assert spoken.share(typed) == written


@pytest.mark.req("CON-05")
@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("mon-fri 08:00-18:00; sat 09:00-12:00", "mon-fri 08:00-18:00; sat 09:00-12:00"),
        ("lun-ven 08:00-18:00; sam 09:00-12:00", "mon-fri 08:00-18:00; sat 09:00-12:00"),
        ("Lundi au vendredi de 8 h à 18 h 30", "mon-fri 08:00-18:30"),
        ("du lundi au samedi 8h-18h30 ; dimanche 9h à 12h", "mon-sat 08:00-18:30; sun 09:00-12:00"),
        ("Monday to Friday from 8:00 to 18:30", "mon-fri 08:00-18:30"),
        ("24x7", "24x7"),
        ("24 h/24, 7 j/7", "24x7"),
    ],
)
def test_a_week_is_read_as_people_say_it(typed: str, written: str) -> None:
    assert spoken.week(typed) == written
    assert parse_week(written) is not None


@pytest.mark.parametrize("typed", ["", "bientôt", "3 lunes", "<script>", "ouvert"])
def test_what_is_not_understood_stays_as_typed_or_is_refused(typed: str) -> None:
    assert spoken.target(typed) == typed
    assert parse_week(spoken.week(typed)) is None
