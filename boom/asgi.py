"""The live socket, and nothing else: pages are served by WSGI, at a fifth of the cost."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boom.settings.base")
os.environ.setdefault("BOOM_DB_POOL", "4")

import django

django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402

from bookings.routing import websocket_urlpatterns  # noqa: E402
from tenants.sockets import TenantSocketMiddleware  # noqa: E402

application = ProtocolTypeRouter({"websocket": TenantSocketMiddleware(URLRouter(websocket_urlpatterns))})
