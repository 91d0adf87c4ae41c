"""The door for an WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from timonier.config.heap import settle
from timonier.config.runtime.lineage import WATCHED, end_with_parent

if os.environ.get(WATCHED):
    end_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "timonier.config.settings")
application = get_wsgi_application()
settle()
