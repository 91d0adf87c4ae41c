"""Accounts, organisations, memberships, tokens."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from timonier.directory.choices import Density, Rail, Role, Side, Theme
from timonier.foundation.tenancy.models import ScopedModel


class Accounts(BaseUserManager["Account"]):
    """Accounts by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """A person who signs in. Belongs to no contract: memberships tie it to contracts."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    locale = models.CharField(max_length=5, default="fr", choices=[("fr", "Français"), ("en", "English")])
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)
    density = models.CharField(max_length=12, choices=Density, default=Density.COMFORTABLE)
    rail = models.CharField(max_length=8, choices=Rail, default=Rail.WIDE)
    has_shortcuts = models.BooleanField(default=True, help_text="Whether single keys act (RGAA 12.10).")
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Accounts()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "account"
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_whatever_case")]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Organisation(models.Model):
    """A provider, a client or a third party."""

    kind = models.CharField(max_length=12, choices=Side)
    name = models.CharField(max_length=200, unique=True)

    class Meta:
        db_table = "organisation"

    def __str__(self) -> str:
        return self.name


class Membership(ScopedModel):
    """A role of an account on a contract, for an organisation, between two instants."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=3, choices=Role)
    decides = models.BooleanField(default=False, help_text="A client agent who may decide.")
    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        db_table = "membership"
        constraints = [
            models.UniqueConstraint(fields=["contract", "account", "role"], name="membership_role_once")
        ]


class ApiToken(ScopedModel):
    """A token of the API: one contract, named actions. Only the digest of the secret is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    label = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32)
    actions = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(ScopedModel.Meta):
        db_table = "api_token"
        constraints = [models.UniqueConstraint(fields=["contract", "digest"], name="api_token_once")]


class OneTimeLink(models.Model):
    """A link that lets its account choose a password once. Only the digest of the secret is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "one_time_link"


class SignInAttempt(models.Model):
    """A failed sign-in, kept to slow down guessing. `subject` is the digest of an address or of a place."""

    subject = models.BinaryField(max_length=32)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        db_table = "sign_in_attempt"
        indexes = [models.Index(fields=["subject", "at"], name="sign_in_attempt_recent")]


def display(account: Any) -> str:
    """A short name for the journal's `actor`: the address, which a reader can match."""
    return str(account.email)


class Draft(ScopedModel):
    """What a person has begun to write in a form of a contract and has not sent. Nobody else reads it; it expires."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=200)
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta(ScopedModel.Meta):
        db_table = "draft"
        constraints = [models.UniqueConstraint(fields=["contract", "account", "form"], name="draft_once")]
        indexes = [models.Index(fields=["contract", "saved_at"], name="draft_by_age")]
