"""Addresses on the platform's host."""

from django.urls import path

from billing.views import webhooks

app_name = "billing"
urlpatterns = [
    path("stripe/platform/", webhooks.platform_events, name="platform-events"),
    path("stripe/connect/", webhooks.connect_events, name="connect-events"),
]
