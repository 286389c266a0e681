"""Addresses that letters lead to."""

from django.urls import path

from notifications.views import unsubscribe

app_name = "letters"
urlpatterns = [path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe")]
