"""The record, within the dashboard."""

from django.urls import path

from audit.views import activity, acts

app_name = "audit"
urlpatterns = [
    path("activity/", activity.record, name="activity"),
    path("activity.csv", activity.record_file, name="activity-file"),
    path("activity.xlsx", activity.record_workbook, name="activity-workbook"),
    path("activity/undo-last/", acts.undo_last, name="undo-last"),
    path("activity/<int:event_id>/", acts.act, name="act"),
    path("activity/<int:event_id>/undo/", acts.undo, name="act-undo"),
]
