"""The live socket, and nothing else: pages are served by WSGI, at a fifth of the cost."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boom.settings.base")
os.environ.setdefault("BOOM_DB_POOL", "4")

import django

django.setup()

from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import re_path  # noqa: E402

from bookings.routing import websocket_urlpatterns  # noqa: E402
from boom.sockets import answer_plain_http, no_such_socket  # noqa: E402
from tenants.sockets import TenantSocketMiddleware  # noqa: E402

application = ProtocolTypeRouter(
    {
        "websocket": TenantSocketMiddleware(
            URLRouter([*websocket_urlpatterns, re_path(r"", no_such_socket)])  # type: ignore[arg-type]
        ),
        "http": answer_plain_http,
    }
)
