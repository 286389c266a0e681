"""The set-up pages, within the dashboard's names."""

from django.urls import path

from bookings.urls.prices import price_urlpatterns
from bookings.views import (
    closing,
    confirmation,
    displays,
    fields,
    holidays,
    hours,
    how_to,
    photos,
    settings,
    settings_file,
    setup,
    visit_rules,
)

setup_urlpatterns = [
    path("help/", how_to.how_to_use, name="help"),
    path("help/tour/", how_to.tour, name="tour"),
    path("rooms/", setup.rooms, name="rooms"),
    path("rooms/add/", setup.rooms_add, name="rooms-add"),
    path("rooms/new/", setup.room_new, name="room-new"),
    path("rooms/<int:room_id>/", setup.room_edit, name="room"),
    path("rooms/<int:room_id>/hours/", hours.room_hours, name="room-hours"),
    path("rooms/<int:room_id>/photos/", photos.photo_add, name="photo-add"),
    path("rooms/<int:room_id>/photos/<int:photo_id>/", photos.photo_change, name="photo-change"),
    path("rooms/<int:room_id>/move/", setup.room_move, name="room-move"),
    path("hours/", hours.hours, name="hours"),
    path("hours/closing/", closing.closing, name="closing"),
    path("hours/holidays/", holidays.holidays, name="holidays"),
    path("hours/special/", hours.special_day_add, name="special-day-add"),
    path("hours/special/<int:special_day_id>/remove/", hours.special_day_remove, name="special-day-remove"),
    *price_urlpatterns,
    path("rules/", setup.rules, name="rules"),
    path("visits/", visit_rules.visits, name="visits"),
    path("settings/", settings.settings, name="settings"),
    path("settings/file/", settings_file.settings_file, name="settings-file"),
    path("settings/file/export/", settings_file.settings_export, name="settings-export"),
    path("settings/file/import/", settings_file.settings_import, name="settings-import"),
    path("settings/confirmation/", confirmation.confirmation, name="confirmation"),
    path("settings/fields/", fields.fields, name="fields"),
    path("settings/fields/usual/", fields.builtin, name="field-builtin"),
    path("settings/fields/new/", fields.field_new, name="field-new"),
    path("settings/fields/<int:field_id>/", fields.field, name="field"),
    path("settings/fields/<int:field_id>/do/", fields.field_act, name="field-act"),
    path("settings/screens/", displays.displays, name="displays"),
    path("settings/screens/<int:display_id>/end/", displays.display_revoke, name="display-revoke"),
    path("settings/venue/", setup.venue_details, name="venue-details"),
]
