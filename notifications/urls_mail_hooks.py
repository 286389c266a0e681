"""Where mail services report, below /hooks/mail/ on the platform's own host: an address for each."""

from django.urls import path

from notifications.providers.mail_reports import SERVICES
from notifications.views import hooks

app_name = "mail-hooks"
urlpatterns = [
    path(f"{service}/", hooks.mail_reports, {"service": service}, name=service) for service in SERVICES
]
