"""Changes by program of one thing at one moment."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import User
from bookings.models import Venue
from boom.core import clock
from tenants.models import Business
from tests.crowd import Crowd
from tests.factories.api import Program, program_of
from tests.factories.prices import make_fee

ROUNDS = 5


def test_of_two_that_know_the_same_the_second_is_refused(live_business: Business, kept_open: None):
    """Each sends one setting of a rule that counts no versions: were both taken, one would write the other's
    back to what it was.
    """
    fee = make_fee(Venue.objects.get(), name="Fee", value=250)
    owner, path = User.objects.get(role="owner"), f"/price-rules/fees/{fee.pk}"
    one, other = (program_of(live_business, owner, now=clock.now()) for _ in range(2))
    crowd = Crowd(live_business, 2)

    def change(program: Program, tag: str, **settings: object) -> Callable[[], int]:
        return lambda: program.call("PATCH", path, {"settings": settings}, match=tag).status_code

    told = []
    for number in range(ROUNDS):
        tag = one.get(path)["ETag"]
        told += crowd.at_once(change(one, tag, name=f"Fee {number}"), change(other, tag, value=300 + number))
    crowd.close()

    assert sorted(told) == [200] * ROUNDS + [412] * ROUNDS
