"""Make people, memberships and first doors. Each is one transaction; none sends anything."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from timonier.directory.addresses import DEMO_USER, is_loopback
from timonier.directory.choices import Role, Side
from timonier.directory.models import Account, Membership, OneTimeLink, Organisation
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.tenancy.scopes import scope

LINK_LIFE = timedelta(hours=24)


class NotLoopback(ValueError):
    """Demonstration accounts were asked for on an address that others can reach."""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list of accounts."""

    email: str
    name: str
    role: str
    contract: str
    organisation: str
    password: str | None = None


def ensure_account(email: str, name: str, *, locale: str = "fr", password: str | None = None) -> Account:
    """The account with this address, made when it is new. A password is checked against the rules of the house."""
    account = Account.objects.filter(email__iexact=email).first() or Account(
        email=email, name=name, locale=locale
    )
    if password is not None:
        validate_password(password, account)
        account.set_password(password)
    elif not account.pk:
        account.set_unusable_password()
    account.save()
    return account


def grant_role(
    account: Account, contract: Contract, role: Role, organisation: str, side: Side, *, decides: bool = False
) -> Membership:
    """Give a role on a contract. Needs a scope that holds the contract."""
    body, _ = Organisation.objects.get_or_create(name=organisation, defaults={"kind": side})
    membership: Membership
    membership, _ = Membership.objects.update_or_create(
        contract=contract, account=account, role=role, defaults={"organisation": body, "decides": decides}
    )
    return membership


def create_link(account: Account) -> str:
    """The path of a link with which the account chooses its password, once, within a day."""
    secret = secrets.token_urlsafe(32)
    OneTimeLink.objects.filter(account=account, used_at=None).delete()
    OneTimeLink.objects.create(
        account=account, digest=sha256(secret.encode()).digest(), expires_at=timezone.now() + LINK_LIFE
    )
    return f"/sign-in/link/{secret}"


def create_first_admin_link() -> str | None:
    """The one-time link of the first administrator; None as soon as somebody can sign in."""
    with transaction.atomic():
        able = [one for one in Account.objects.filter(is_active=True) if one.has_usable_password()]
        if able:
            return None
        account = ensure_account("admin@localhost.localdomain", "Administrateur")
        contracts = list(Contract.objects.all())
        with scope(contract.pk for contract in contracts):
            for contract in contracts:
                grant_role(account, contract, Role.ADMINISTRATOR, "Timonier", Side.PROVIDER)
        return create_link(account)


def link_account(secret: str) -> Account | None:
    """The account behind a link that can still be used."""
    link = _open_link(secret)
    return link.account if link else None


def use_link(secret: str, password: str) -> Account | None:
    """Set the password and burn the link; None when the link is unknown, used or too old."""
    with transaction.atomic():
        link = _open_link(secret, is_taken=True)
        if link is None:
            return None
        validate_password(password, link.account)
        link.account.set_password(password)
        link.account.save(update_fields=["password"])
        link.used_at = timezone.now()
        link.save(update_fields=["used_at"])
        return link.account


def _open_link(secret: str, *, is_taken: bool = False) -> OneTimeLink | None:
    links = OneTimeLink.objects.select_related("account")
    if is_taken:
        links = links.select_for_update(of=("self",))
    return links.filter(
        digest=sha256(secret.encode()).digest(),
        used_at=None,
        expires_at__gt=timezone.now(),
        account__is_active=True,
    ).first()


_DEMONSTRATION = (
    ("alice@demo.invalid", "Alice Martin", Side.PROVIDER, "Titulaire de démonstration", "vsgp", ("N1", "SM")),
    ("alice@demo.invalid", "Alice Martin", Side.PROVIDER, "Titulaire de démonstration", "exemple", ("N1",)),
    ("bob@demo.invalid", "Bob Durand", Side.CLIENT, "VSGP (démonstration)", "vsgp", ("DA",)),
    ("diane@demo.invalid", "Diane Roche", Side.CLIENT, "Cabinet d'audit (démonstration)", "vsgp", ("AU",)),
    (DEMO_USER, "Emma Leroy", Side.CLIENT, "VSGP (démonstration)", "vsgp", ("EU",)),
    ("charlie@demo.invalid", "Charlie Petit", Side.CLIENT, "Exemple (démonstration)", "exemple", ("DA",)),
    ("admin@demo.invalid", "Ada Admin", Side.PROVIDER, "Titulaire de démonstration", "vsgp", ("PA",)),
    ("admin@demo.invalid", "Ada Admin", Side.PROVIDER, "Titulaire de démonstration", "exemple", ("PA",)),
)


def create_demo_accounts(host: str) -> list[Person]:
    """The demonstration's people, each with the password of this installation; the same list every time.

    Raises: NotLoopback when `host` is not this machine alone.
    """
    if not is_loopback(host):
        raise NotLoopback(host)
    contracts = {one.key: one for one in Contract.objects.all()}
    people: list[Person] = []
    with transaction.atomic():
        for email, name, side, organisation, key, roles in _DEMONSTRATION:
            if key not in contracts:
                continue
            account = ensure_account(email, name)
            password = demo_password(email)
            if not account.check_password(password):
                account.set_password(password)
                account.is_demonstration = True
                account.save(update_fields=["password", "is_demonstration"])
            with scope([contracts[key].pk]):
                for role in roles:
                    grant_role(account, contracts[key], Role(role), organisation, side, decides=role == "DA")
            people.append(Person(email, name, "+".join(roles), key, organisation, password))
    return people


def has_demo_accounts() -> bool:
    """Whether demonstration accounts can sign in here."""
    return Account.objects.filter(is_demonstration=True, is_active=True).exists()


def demo_password(email: str) -> str:
    """The password of a demonstration account: of this installation alone, so that `accounts` can show it again."""
    return hmac.new(settings.SECRET_KEY.encode(), f"demo {email}".encode(), "sha256").hexdigest()[:16]


def list_accounts() -> list[Person]:
    """Every account with its roles by contract."""
    people: list[Person] = []
    for contract in Contract.objects.order_by("key"):
        with scope([contract.pk]):
            rows = Membership.objects.select_related("account", "organisation").order_by(
                "account__email", "role"
            )
            people.extend(
                Person(
                    row.account.email,
                    row.account.name,
                    row.role,
                    contract.key,
                    row.organisation.name,
                    demo_password(row.account.email) if row.account.is_demonstration else None,
                )
                for row in rows
            )
    return people
