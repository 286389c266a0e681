"""Addresses below /dashboard/alerts/."""

from django.urls import path

from notifications.views import alerts

app_name = "alerts"
urlpatterns = [
    path("", alerts.alerts, name="alerts"),
    path("count/", alerts.count, name="count"),
]
