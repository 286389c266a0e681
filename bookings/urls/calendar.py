"""The calendar and its bookings, within the dashboard's names."""

from django.urls import path

from bookings.views import blocks, booking, calendar, listing, new_booking

calendar_urlpatterns = [
    path("", calendar.day, name="calendar"),
    path("agenda/", calendar.agenda, name="agenda"),
    path("week/", calendar.week, name="week"),
    path("month/", calendar.month, name="month"),
    path("rows/", calendar.rows, name="rows"),
    path("changes/", calendar.changes, name="changes"),
    path("bookings/", listing.bookings, name="bookings"),
    path("bookings/new/", new_booking.new, name="new-booking"),
    path("bookings/new/rooms/", new_booking.rooms, name="new-booking-rooms"),
    path("bookings/<int:booking_id>/", booking.booking, name="booking"),
    path("bookings/<int:booking_id>/move/", booking.move, name="booking-move"),
    path("bookings/<int:booking_id>/edit/", booking.edit, name="booking-edit"),
    path("bookings/<int:booking_id>/confirm/", booking.confirm, name="booking-confirm"),
    path("bookings/<int:booking_id>/cancel/", booking.cancel, name="booking-cancel"),
    path("bookings/<int:booking_id>/restore/", booking.restore, name="booking-restore"),
    path("bookings/<int:booking_id>/release/", booking.release, name="booking-release"),
    path("bookings/<int:booking_id>/undo/", booking.undo, name="booking-undo"),
    path("blocks/new/", blocks.new, name="new-block"),
]
