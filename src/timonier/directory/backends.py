"""Sign-in by e-mail and password, deaf to the case of the address. No rights come from here."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from timonier.directory.addresses import is_loopback
from timonier.directory.models import Account


class EmailBackend(BaseBackend):
    """Checks the password; an unknown address costs the same time as a known one.

    A demonstration account opens on this machine alone.
    """

    def authenticate(
        self, request: HttpRequest | None, email: str | None = None, password: str | None = None, **extra: Any
    ) -> Account | None:
        if not email or not password:
            return None
        account = Account.objects.filter(email__iexact=email.strip(), is_active=True).first()
        if account is None:
            Account().set_password(password)
            return None
        if account.is_demonstration and not (request and is_loopback(request.META.get("REMOTE_ADDR", ""))):
            return None
        return account if account.check_password(password) else None

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first()
