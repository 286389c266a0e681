"""Staff's pages."""

from bookings.urls.calendar import calendar_urlpatterns
from bookings.urls.customers import customers_urlpatterns
from bookings.urls.setup import setup_urlpatterns
from bookings.urls.waitlist import waitlist_urlpatterns

app_name = "dashboard"
urlpatterns = [
    *calendar_urlpatterns,
    *customers_urlpatterns,
    *setup_urlpatterns,
    *waitlist_urlpatterns,
]
