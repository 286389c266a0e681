"""HTTP: pages and API. Served by granian with two workers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boom.settings.base")
os.environ.setdefault("BOOM_DB_POOL", "8")

application = get_wsgi_application()
