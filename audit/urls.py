"""The record, within the dashboard."""

from django.urls import path

from audit import views

app_name = "audit"
urlpatterns = [
    path("activity/", views.record, name="activity"),
    path("activity.csv", views.record_file, name="activity-file"),
]
