"""What customers see on a venue's host."""

from django.urls import path

from bookings.views import (
    availability,
    details,
    guests,
    manage,
    my,
    own_party,
    own_visit,
    photos,
    public,
    summary,
    waitlist_public,
)

app_name = "public"
urlpatterns = [
    path("", public.venue, name="venue"),
    path("v/<slug:slug>/", public.venue, name="venue-of"),
    path("availability.json", availability.availability, name="availability"),
    path("theme.<str:mark>.css", public.theme, name="theme"),
    path("photos/<slug:digest>.webp", photos.photo, {"size": "full"}, name="photo"),
    path("photos/<slug:digest>/small.webp", photos.photo, {"size": "small"}, name="photo-small"),
    path("book/hold/", public.hold, name="hold"),
    path("book/<str:token>/", details.details, name="details"),
    path("book/<str:token>/rooms/", details.rooms, name="cart"),
    path("book/<str:token>/release/", details.release, name="release"),
    path("booked/<str:token>/", manage.booked, name="booked"),
    path("booked/<str:token>/calendar.ics", manage.calendar, name="calendar"),
    path("booked/<str:token>/summary.pdf", summary.by_link, name="summary"),
    path("booked/<str:token>/change/", manage.change, name="change"),
    path("booked/<str:token>/party/", own_party.party, name="party"),
    path("booked/<str:token>/cancel/", manage.cancel, name="cancel"),
    path("booked/<str:token>/late/", own_visit.late, name="late"),
    path("booked/<str:token>/extend/", own_visit.extend, name="extend"),
    path("waitlist/", waitlist_public.join, name="waitlist-join"),
    path("waitlist/<str:token>/", waitlist_public.place, name="waitlist-place"),
    path("waitlist/<str:token>/change/", waitlist_public.change, name="waitlist-change"),
    path("waitlist/<str:token>/leave/", waitlist_public.leave, name="waitlist-leave"),
    path("waitlist/<str:token>/accept/", waitlist_public.accept, name="waitlist-accept"),
    path("waitlist/<str:token>/decline/", waitlist_public.decline, name="waitlist-decline"),
    path("booked/<str:token>/message/", guests.message, name="message"),
    path("booked/<str:token>/rate/", guests.rate, name="rate"),
    path("my/", my.ask, name="my"),
    path("my/sent/", my.sent, name="my-sent"),
    path("my/bookings/", my.bookings, name="my-bookings"),
    path("my/bookings/<int:booking_id>/", my.open_booking, name="my-booking"),
    path("my/news/", my.news, name="my-news"),
    path("my/leave/", my.leave, name="my-leave"),
    path("my/<str:token>/", my.arrive, name="my-link"),
]
