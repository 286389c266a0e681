"""What people type about accounts, as values. Nothing here saves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.fields import LONGEST_EMAIL, AddressField, LabelField, PasswordField
from accounts.models import User
from accounts.permissions import OWN_ROLE, Role, offered_permissions
from accounts.selectors import role_choices
from accounts.venue_scope import rooms_of_business, venues_of_business
from boom.forms import PlainForm


class SignInForm(PlainForm):
    """An address and a password; what they are worth the backend says."""

    # Not an AddressField: whatever somebody believes to be their log-in gets the same answer.
    email = forms.CharField(
        label="E-mail",
        max_length=LONGEST_EMAIL,
        error_messages={
            "required": "Type your e-mail address.",
            "max_length": f"Use at most {LONGEST_EMAIL} characters.",
        },
        widget=forms.EmailInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = PasswordField(new=False)
    next = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class ResetRequestForm(PlainForm):
    email = AddressField(label="E-mail")


class NewPasswordForm(PlainForm):
    """A new password for somebody known, checked against what is known of them."""

    password = PasswordField(new=True, label="New password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPasswordForm):
    present = PasswordField(new=False, label="Present password")

    field_order = ("present", "password")


class ProfileForm(PlainForm):
    name = LabelField(
        label="Name",
        required_words="Type your name.",
        help_text="What colleagues see beside what you do.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class TasteForm(PlainForm):
    """How times and dates look to a person."""

    clock_format = forms.ChoiceField(
        label="Times",
        choices=[("", "As the venue shows them"), ("24", "21:30"), ("12", "9:30 pm")],
        required=False,
    )
    date_locale = forms.ChoiceField(
        label="Dates",
        choices=[
            ("", "As the venue shows them"),
            ("en-GB", "Sat 21 Nov"),
            ("en-US", "Sat, Nov 21"),
            ("en-CA", "Sat 2026-11-21"),
        ],
        required=False,
    )


class JoinForm(PlainForm):
    """Somebody accepts an invitation: the address and the role are not theirs to choose."""

    name = LabelField(
        label="Your name",
        required_words="Type your name.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = PasswordField(new=True, label="Password")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if password := values.get("password"):
            try:
                validate_password(password, User(name=values.get("name", ""), email=self.email))
            except ValidationError as error:
                self.add_error("password", error)
        return values


class RoleForm(PlainForm):
    """A role: a built-in one, or one that the business made."""

    role = forms.ChoiceField(label="Role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = role_choices()  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The role as the services take it. Only of a valid form."""
        value = self.cleaned_data["role"]
        if value.startswith(OWN_ROLE):
            return {"role": Role.VIEWER.value, "own_role_id": int(value.removeprefix(OWN_ROLE))}
        return {"role": value, "own_role_id": None}


class InviteForm(RoleForm):
    """An address and the role that whoever reads there will have."""

    email = AddressField(
        label="E-mail",
        widget=forms.EmailInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    field_order = ("email", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].initial = "front_desk"


class OwnRoleForm(PlainForm):
    """A role that the business makes for itself: what it is called, and what it allows."""

    name = LabelField(label="Name", max_length=40, required_words="Name the role.")
    permissions = forms.MultipleChoiceField(
        label="May",
        choices=offered_permissions,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what this role may do."},
    )


class VenuesForm(PlainForm):
    """The venues and single rooms that somebody is limited to; none ticked means all."""

    venues = forms.TypedMultipleChoiceField(
        label="Only these venues", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    rooms = forms.TypedMultipleChoiceField(
        label="Only these rooms",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Of venues that are not ticked above.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venues"].choices = [  # type: ignore[attr-defined]
            (str(key), name) for key, name in venues_of_business()
        ]
        self.fields["rooms"].choices = _rooms_to_choose()  # type: ignore[attr-defined]


def _rooms_to_choose() -> list[tuple[str, str]]:
    """Every room, with its venue's name where there are several."""
    venues = dict(venues_of_business())
    return [
        (str(room.room_id), f"{room.name}, {venues[room.venue_id]}" if len(venues) > 1 else room.name)
        for room in rooms_of_business()
    ]
