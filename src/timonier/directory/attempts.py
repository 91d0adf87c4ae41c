"""Slow down guessing: failed sign-ins per address and per place, counted in the database, whatever the process."""

from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from timonier.directory.models import SignInAttempt

WINDOW = timedelta(minutes=15)
MOST_PER_ADDRESS = 5
MOST_PER_PLACE = 30


def is_slowed(email: str, place: str) -> bool:
    """Whether this address or this place failed too often of late."""
    since = timezone.now() - WINDOW
    for subject, most in ((_subject(email), MOST_PER_ADDRESS), (_subject(place), MOST_PER_PLACE)):
        if SignInAttempt.objects.filter(subject=subject, at__gt=since).count() >= most:
            return True
    return False


def record_failure(email: str, place: str) -> None:
    """Count one failure; what is older than the window is forgotten."""
    SignInAttempt.objects.filter(at__lt=timezone.now() - WINDOW).delete()
    SignInAttempt.objects.bulk_create(SignInAttempt(subject=_subject(one)) for one in (email, place))


def forgive(email: str) -> None:
    """A good sign-in clears its address, not its place."""
    SignInAttempt.objects.filter(subject=_subject(email)).delete()


def _subject(text: str) -> bytes:
    return sha256(f"{settings.SECRET_KEY}\n{text.strip().lower()}".encode()).digest()
