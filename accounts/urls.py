"""Addresses about one's own account, under /accounts/ on a venue's host."""

from django.urls import path

from accounts.views import invitations, passwords, profile, sign_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("arrive/<str:user_key>/<str:token>/", sign_in.hand_over, name="hand-over"),
    path("reset/", passwords.request_reset, name="reset"),
    path("reset/sent/", passwords.reset_sent, name="reset-sent"),
    path("reset/new/", passwords.reset_new, name="reset-new"),
    path("reset/done/", passwords.reset_done, name="reset-done"),
    path("reset/<str:user_key>/<str:token>/", passwords.reset_link, name="reset-link"),
    path("invite/", invitations.join, name="join"),
    path("invite/<str:token>/", invitations.invitation, name="invitation"),
    path("profile/", profile.profile, name="profile"),
    path("profile/times/", profile.taste, name="taste"),
    path("profile/password/", passwords.change_password, name="change-password"),
    path("profile/sign-out-elsewhere/", profile.sign_out_elsewhere, name="sign-out-elsewhere"),
    path("profile/devices/<str:mark>/end/", profile.end_session, name="end-session"),
]
