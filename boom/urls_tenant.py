"""A venue's host: its public page, its people's log-in, its dashboard."""

from django.urls import include, path

from boom import health
from boom.api import api
from boom.graph.view import graph
from boom.plugins import plugin_routes
from boom.rest.views import reference

urlpatterns = [
    path("", include("bookings.urls.public")),
    path("", include("payments.urls")),
    path("", include("notifications.urls_guests")),
    path("hooks/", include("notifications.urls_hooks")),
    path("accounts/", include("accounts.urls")),
    path("dashboard/", include("bookings.urls.dashboard")),
    path("dashboard/", include("audit.urls")),
    path("dashboard/staff/", include("accounts.urls_staff")),
    path("", include("integrations.urls_public")),
    path("dashboard/integrations/", include("integrations.urls")),
    path("dashboard/attention/", include("notifications.urls")),
    path("dashboard/alerts/", include("notifications.urls_alerts")),
    path("dashboard/settings/messages/", include("notifications.urls_texts")),
    path("api/v1/", api.urls),
    path("api/graphql", graph, name="graphql"),
    path("api/reference/", reference, name="api-reference"),
    path("healthz", health.alive),
    path("readyz", health.ready),
    *plugin_routes(),
]

handler400 = "boom.problems.bad_request"
handler403 = "boom.problems.permission_denied"
handler404 = "boom.problems.not_found"
handler500 = "boom.problems.server_error"
