"""The team's pages, under /dashboard/staff/."""

from django.urls import path

from accounts.views import staff

app_name = "staff"
urlpatterns = [
    path("", staff.people, name="people"),
    path("invite/", staff.invite, name="invite"),
    path("<int:user_id>/role/", staff.change_role, name="change-role"),
    path("<int:user_id>/deactivate/", staff.deactivate, name="deactivate"),
    path("<int:user_id>/reactivate/", staff.reactivate, name="reactivate"),
    path("invitations/<int:invitation_id>/resend/", staff.resend_invitation, name="resend-invitation"),
    path("invitations/<int:invitation_id>/revoke/", staff.revoke_invitation, name="revoke-invitation"),
]
