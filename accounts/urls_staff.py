"""The team's pages, under /dashboard/staff/."""

from django.urls import path

from accounts.views import roles, staff

app_name = "staff"
urlpatterns = [
    path("", staff.people, name="people"),
    path("roles/new/", roles.new, name="role-new"),
    path("roles/<int:role_id>/", roles.edit, name="role"),
    path("roles/<int:role_id>/remove/", roles.remove, name="role-remove"),
    path("<int:user_id>/venues/", roles.venues, name="venues"),
    path("invite/", staff.invite, name="invite"),
    path("<int:user_id>/role/", staff.change_role, name="change-role"),
    path("<int:user_id>/deactivate/", staff.deactivate, name="deactivate"),
    path("<int:user_id>/reactivate/", staff.reactivate, name="reactivate"),
    path("invitations/<int:invitation_id>/resend/", staff.resend_invitation, name="resend-invitation"),
    path("invitations/<int:invitation_id>/revoke/", staff.revoke_invitation, name="revoke-invitation"),
]
