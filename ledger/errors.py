"""Why the books refuse."""

from boom.core.errors import Conflict, NotFound


class EntryUnknown(NotFound):
    code = "entry-unknown"
    message = "There is no such entry in the books."


class KeyUsedOtherwise(Conflict):
    """An entry of that key says something else: two operations were given one key."""

    code = "entry-key-used"
    message = "The books hold another entry under that key."


class ReversedAlready(Conflict):
    code = "entry-reversed"
    message = "That entry has been reversed already."
