"""Refusals about accounts."""

from boom.core.errors import Conflict, Invalid, NotFound


class EmailTaken(Conflict):
    code = "email-taken"
    message = "Somebody here already uses that e-mail address."
    field = "email"


class AlreadyInvited(Conflict):
    code = "already-invited"
    message = "That address has an open invitation. Send it again or take it back in the list below."
    field = "email"


class LastOwner(Conflict):
    code = "last-owner"
    message = "Somebody has to own the place. Make another person an owner first."


class RoleUnknown(NotFound):
    code = "role-unknown"
    message = "There is no such role."


class RoleNameTaken(Conflict):
    code = "role-name-taken"
    message = "There is a role of that name already."
    field = "name"


class RoleInUse(Conflict):
    code = "role-in-use"
    message = "Somebody has this role. Give them another first."


class PersonUnknown(NotFound):
    code = "person-unknown"
    message = "That person is not on the team."


class InvitationUnknown(NotFound):
    code = "invitation-unknown"
    message = "This invitation is no longer good. Ask whoever invited you to send a new one."


class LinkSpent(NotFound):
    code = "link-spent"
    message = "This link has been used or is too old. Ask for a new one."


class SignInRefused(Invalid):
    """One sentence for every cause, so that it does not tell who has an account."""

    code = "sign-in-refused"
    message = "That e-mail and password do not go together."


class PasswordWrong(Invalid):
    code = "password-wrong"
    message = "That is not your present password."
    field = "present"


class SessionUnknown(NotFound):
    code = "session-unknown"
    message = "That device is signed out already."
