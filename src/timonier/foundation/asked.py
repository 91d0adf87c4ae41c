"""What every page asks first: which contract an address means, whether the whole page is wanted or a part, in which language.

Who asks is the directory's question.
"""

from django.http import Http404, HttpRequest

from timonier.core.messages import sentence
from timonier.core.refusal import Refused
from timonier.foundation.tenancy.lookup import contract_named
from timonier.foundation.tenancy.models import Contract
from timonier.foundation.wire import speaks

__all__ = ["contract_of", "is_part", "say_why", "speaks"]


def contract_of(key: str) -> Contract:
    """The contract of an address. Raises: Http404 for a stranger's, as for one that is not there."""
    found = contract_named(key)
    if found is None:
        raise Http404
    return found


def is_part(request: HttpRequest) -> bool:
    """Whether the drawer, or another part of a page, asks."""
    return bool(getattr(request, "htmx", False)) or request.headers.get("HX-Request") == "true"


def say_why(refused: Refused) -> str:
    """The sentence of a refusal, in the reader's language."""
    return sentence(refused.code, refused.params, speaks())
