"""The platform's own host: landing page, sign-up, super admin."""

from django.contrib import admin
from django.urls import include, path

from accounts.views.sign_in import platform_sign_in
from boom import health
from boom.api import platform_api
from boom.urls_gallery import gallery_urlpatterns

urlpatterns = [
    path("", include("boom.site.urls")),
    path("", include("billing.urls")),
    path("hooks/mail/", include("notifications.urls_mail_hooks")),
    # Before the admin's own: with our limits, words and page.
    path("admin/login/", platform_sign_in, name="platform-sign-in"),
    path("admin/", admin.site.urls),
    path("api/v1/", platform_api.urls),
    path("healthz", health.alive),
    path("readyz", health.ready),
    *gallery_urlpatterns(),
]

handler400 = "boom.problems.bad_request"
handler403 = "boom.problems.permission_denied"
handler404 = "boom.problems.not_found"
handler500 = "boom.problems.server_error"
