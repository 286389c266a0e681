"""Addresses that letters lead to."""

from django.urls import path

from notifications.views import staff_mails, unsubscribe

app_name = "letters"
urlpatterns = [
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("mails-off/<str:token>/", staff_mails.staff_off, name="staff-off"),
]
