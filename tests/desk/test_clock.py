"""The clock of a ticket as the desk shows it: what is left never exceeds the target, and who waits for others stands still."""

import re

import pytest
from django.test import Client

from tests.api.ground import World
from tests.desk.conftest import caller, opened
from timonier.contracts.queries import plans_of
from timonier.core.instants import DAY, MINUTE
from timonier.desk.models import Ticket
from timonier.desk.queries import clock_of
from timonier.desk.services import act
from timonier.foundation.tenancy.scopes import scope
from timonier.measures.services import now


@pytest.mark.req("TIM-07", "TIM-09")
def test_a_ticket_that_waits_for_a_third_party_stands_still_until_a_reminder_is_due(
    world: World, alice: Client
) -> None:
    number = opened(world.alice, world.contract, "Application fermée")
    with scope([world.contract.pk]):
        who = caller(world.alice)
        act("take", who, world.contract, number, {})
        said = {"holder": "third_party", "to": "CIRIL", "means": "ticket", "reference": "C-1"}
        act("hand_over", who, world.contract, number, said)
        ticket = Ticket.objects.get(contract=world.contract, number=number)
        plans, instant = plans_of(world.contract), now()
        clock = clock_of(plans, ticket, instant)
        late = clock_of(plans, ticket, ticket.due_at - MINUTE)
        past = clock_of(plans, ticket, ticket.due_at + DAY * 7)
    assert ticket.target and ticket.due_at > instant + 60 * MINUTE, (
        "silence that nobody reminds counts from its due day on"
    )
    assert (clock.state, clock.until) == ("paused", None)
    assert clock.remaining == ticket.target - (ticket.counted or 0)
    assert late.state == "risk" and late.remaining is not None and 0 <= late.remaining <= MINUTE
    assert past.state == "missed"
    page = alice.get(f"/c/{world.contract.key}/tickets/t/{number}").content.decode()
    chip = re.search(r'<span class="tim-chip-more"[^>]*>([^<]+)', page)
    assert chip is not None and "−" not in chip[1]
    assert "L’horloge est arrêtée" in chip[1] and "sans réponse ni relance" in chip[1]
