"""The record, within the dashboard."""

from django.urls import path

from audit.views import accesses, activity, acts, integrity

app_name = "audit"
urlpatterns = [
    path("activity/", activity.record, name="activity"),
    path("activity.csv", activity.record_file, name="activity-file"),
    path("activity.xlsx", activity.record_workbook, name="activity-workbook"),
    path("activity/undo-last/", acts.undo_last, name="undo-last"),
    path("activity/<int:event_id>/", acts.act, name="act"),
    path("activity/<int:event_id>/undo/", acts.undo, name="act-undo"),
    path("activity/viewed/", accesses.viewed, name="viewed"),
    path("security/", accesses.security, name="security"),
    path("integrity/", integrity.integrity, name="integrity"),
    path("integrity/look/", integrity.look, name="look"),
    path("integrity/<int:finding_id>/<slug:fix_name>/", integrity.fix, name="fix"),
]
