"""Markup that is drawn once for each set of values: `{% kept a b.c %} … {% endkept %}`.

The values named must be all that the part between the tags reads, the language apart, which is among them always. It is kept in the
memory of the process, for nobody but who asks with the same values. A form's token inside is put in anew each time.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from secrets import token_hex
from typing import Any

from django import template
from django.db.models import Model
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from timonier.foundation.recent import Recent

register = template.Library()
_TOKEN = f"token-{token_hex(16)}"
"""Stands in kept markup where the reader's own token of forms goes; no text of anybody can hold it."""
_kept: Recent[Any, SafeString] = Recent(512)


class Kept(template.Node):
    """The part between the tags."""

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist, self.values = nodelist, values

    def render(self, context: Context) -> SafeString:
        """As kept, or drawn now."""
        key = (self, get_language(), *(_hashable(one.resolve(context)) for one in self.values))
        found = _kept.get(key)
        if found is None:
            with context.push(csrf_token=_TOKEN):
                found = self.nodelist.render(context)
            _kept.keep(key, found)
        if _TOKEN in found:
            return SafeString(found.replace(_TOKEN, str(context.get("csrf_token", ""))))
        return found


@register.tag
def kept(parser: Parser, token: Token) -> Kept:
    """Raises: TemplateSyntaxError when it names no value: then it needs none, and is no template."""
    values = [parser.compile_filter(one) for one in token.split_contents()[1:]]
    if not values:
        raise template.TemplateSyntaxError("kept needs the values that its part reads")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, values)


def forget() -> None:
    """Nothing is kept any more."""
    _kept.forget()


def _hashable(value: Any) -> Any:
    """The value as part of a key. Raises: TypeError for a row of the database, equal to itself when it has changed."""
    if isinstance(value, str):
        return str(value) if type(value) is not str else value
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Mapping):
        return tuple((name, _hashable(one)) for name, one in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(_hashable, value))
    if is_dataclass(value) and not isinstance(value, type):
        # Its lazy texts become what they say now: their hash would change with the language.
        return (type(value), *(_hashable(getattr(value, one.name)) for one in fields(value)))
    if isinstance(value, Model):
        raise TypeError("a row cannot be part of what is kept: name what is shown of it")
    return value
