"""The WSGI application by itself, for servers of an operator's own."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kith.project.settings")
application = get_wsgi_application()
