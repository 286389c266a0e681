"""Addresses below /dashboard/alerts/."""

from django.urls import path

from notifications.views import alerts, staff_mails

app_name = "alerts"
urlpatterns = [
    path("", alerts.alerts, name="alerts"),
    path("count/", alerts.count, name="count"),
    path("mails/", staff_mails.staff_mails, name="mails"),
]
