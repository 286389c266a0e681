"""The platform's own host: landing page, sign-up, super admin."""

from django.contrib import admin
from django.urls import include, path

from boom import health
from boom.urls_gallery import gallery_urlpatterns

urlpatterns = [
    path("", include("boom.site.urls")),
    path("admin/", admin.site.urls),
    path("healthz", health.alive),
    path("readyz", health.ready),
    *gallery_urlpatterns(),
]

handler400 = "boom.problems.bad_request"
handler403 = "boom.problems.permission_denied"
handler404 = "boom.problems.not_found"
handler500 = "boom.problems.server_error"
