"""Addresses below /dashboard/attention/."""

from django.urls import path

from notifications.views import attention as views

app_name = "notifications"
urlpatterns = [
    path("", views.attention, name="attention"),
    path("<int:delivery_id>/retry/", views.retry, name="retry"),
]
