"""Staff's pages."""

from bookings.urls.setup import setup_urlpatterns

app_name = "dashboard"
urlpatterns = [
    *setup_urlpatterns,
]
