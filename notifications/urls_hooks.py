"""Addresses that those who carry our messages report to."""

from django.urls import path

from notifications.views import hooks

app_name = "hooks"
urlpatterns = [
    path("twilio/status/", hooks.twilio_status, name="twilio-status"),
    path("twilio/reply/", hooks.twilio_reply, name="twilio-reply"),
]
