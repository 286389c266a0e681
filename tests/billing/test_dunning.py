"""Where a business stands follows from a few facts and the instant, however often and late it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from billing.domain.dunning import (
    ACCESS,
    SEVERITY,
    Access,
    Facts,
    Payment,
    State,
    Terms,
    ended_since,
    reminder_due,
    retry_due,
    standing,
)

DAY = timedelta(days=1)
START = datetime(2026, 11, 1, 12, tzinfo=UTC)
TERMS = Terms()
TRIAL = Facts(trial_ends_at=START + 14 * DAY)

instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
perhaps = st.none() | instants


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    payment = draw(st.sampled_from(Payment))
    troubled = payment in {Payment.FAILING, Payment.ENDED}
    return Facts(
        trial_ends_at=draw(instants),
        payment=payment,
        payment_since=draw(instants) if troubled else None,
        is_comped=draw(st.booleans()),
        comped_until=draw(perhaps),
        past_due_until=draw(perhaps),
        grace_until=draw(perhaps),
        read_only_until=draw(perhaps),
    )


def any_terms() -> st.SearchStrategy[Terms]:
    days = st.integers(0, 60).map(lambda number: timedelta(days=number))
    return st.builds(Terms, past_due_for=days, grace_for=days, read_only_for=days)


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (0, State.TRIAL),
        (13.99, State.TRIAL),
        (14, State.GRACE),
        (20.99, State.GRACE),
        (21, State.READ_ONLY),
        (34.99, State.READ_ONLY),
        (35, State.SUSPENDED),
        (4000, State.SUSPENDED),
    ],
)
def test_a_trial_that_nobody_pays_for_ends_in_stages(day: float, state: State):
    assert standing(TRIAL, TERMS, START + day * DAY).state == state


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (0, State.PAST_DUE),
        (6.99, State.PAST_DUE),
        (7, State.GRACE),
        (14, State.READ_ONLY),
        (28, State.SUSPENDED),
    ],
)
def test_a_refused_payment_is_asked_for_again_before_anything_closes(day: float, state: State):
    failing = replace(TRIAL, payment=Payment.FAILING, payment_since=START + 100 * DAY)

    assert standing(failing, TERMS, START + (100 + day) * DAY).state == state


def test_a_subscription_that_was_ended_during_the_trial_leaves_the_trial():
    ended = replace(TRIAL, payment=Payment.ENDED, payment_since=START + DAY)

    assert standing(ended, TERMS, START + 2 * DAY).state == State.TRIAL
    assert standing(ended, TERMS, START + 15 * DAY).since == TRIAL.trial_ends_at


def test_after_a_plan_given_for_nothing_there_is_as_much_grace_as_after_a_trial():
    comped = replace(TRIAL, is_comped=True, comped_until=START + 100 * DAY)

    assert standing(comped, TERMS, START + 99 * DAY).state == State.ACTIVE
    assert standing(comped, TERMS, START + 101 * DAY).state == State.GRACE
    assert standing(replace(comped, comped_until=None), TERMS, START + 9999 * DAY).until is None


@given(any_facts(), any_terms(), instants, st.timedeltas(timedelta(0), timedelta(days=900)))
def test_time_alone_makes_nothing_better(facts: Facts, terms: Terms, now: datetime, later: timedelta):
    before, after = standing(facts, terms, now), standing(facts, terms, now + later)

    assert SEVERITY[after.state] >= SEVERITY[before.state]


@given(any_facts(), any_terms(), instants)
def test_a_state_lasts_exactly_until_it_says(facts: Facts, terms: Terms, now: datetime):
    assume(facts.payment_since is None or facts.payment_since <= now)
    found = standing(facts, terms, now)

    assert found.since is None or found.since <= now
    if found.until is not None:
        assert found.until > now
        assert standing(facts, terms, found.until - timedelta(microseconds=1)).state == found.state
        assert standing(facts, terms, found.until).until != found.until
    else:
        assert standing(facts, terms, now + 3650 * DAY).state == found.state


@given(any_terms(), instants, perhaps, st.timedeltas(timedelta(0), timedelta(days=300)), instants)
def test_a_subscription_that_ends_owing_stands_no_better_than_before(
    terms: Terms, refused_at: datetime, own: datetime | None, after: timedelta, now: datetime
):
    ended_at = refused_at + after
    assume(now >= ended_at)
    trial = Facts(trial_ends_at=refused_at - DAY, past_due_until=own)
    failing = replace(trial, payment=Payment.FAILING, payment_since=refused_at)
    since = ended_since(ended_at, refused_at, terms, own)
    ended = replace(trial, payment=Payment.ENDED, payment_since=since)

    assert SEVERITY[standing(ended, terms, now).state] >= SEVERITY[standing(failing, terms, now).state]
    assert ended_since(ended_at, None, terms, own) == ended_at


@given(any_facts(), any_terms(), instants)
def test_paying_puts_everything_in_order_at_once(facts: Facts, terms: Terms, now: datetime):
    paid = replace(facts, payment=Payment.GOOD, payment_since=None)

    assert standing(paid, terms, now).access == Access.FULL
    assert standing(paid, terms, now).state == State.ACTIVE


@given(
    any_facts(),
    any_terms(),
    instants,
    st.sampled_from(["trial_ends_at", "past_due_until", "grace_until", "read_only_until"]),
    st.timedeltas(timedelta(0), timedelta(days=300)),
)
def test_a_later_date_never_makes_it_worse(
    facts: Facts, terms: Terms, now: datetime, name: str, longer: timedelta
):
    date = getattr(facts, name)
    assume(date is not None)
    put_off = replace(facts, **{name: date + longer})

    assert SEVERITY[standing(put_off, terms, now).state] <= SEVERITY[standing(facts, terms, now).state]


def test_every_state_says_what_it_lets_people_do():
    assert ACCESS.keys() == SEVERITY.keys() == set(State)
    assert {state for state in State if ACCESS[state] != Access.FULL} == {State.READ_ONLY, State.SUSPENDED}


@pytest.mark.parametrize(
    ("before_end", "days"),
    [(8, None), (7, 7), (3.5, 7), (3, 3), (1.01, 3), (1, 1), (0.01, 1), (0, None), (-1, None)],
)
def test_a_trials_end_is_said_once_at_each_of_its_days(before_end: float, days: int | None):
    assert reminder_due(START, (7, 3, 1), START - before_end * DAY) == days


@pytest.mark.parametrize(("after", "days"), [(0, None), (0.9, None), (1, 1), (2.9, 1), (3, 3), (9, 5)])
def test_a_refused_payment_is_asked_for_again_on_its_days(after: float, days: int | None):
    assert retry_due(START, (1, 3, 5), START + after * DAY) == days


class Life(RuleBasedStateMachine):
    """A business's payments come and go in any order; the state kept step by step is the one asked now."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.facts = TRIAL
        self.kept = standing(self.facts, TERMS, self.now).state
        self.paid_since_trouble = True

    @rule(days=st.integers(0, 40))
    def time_passes(self, days: int) -> None:
        self.now += days * DAY
        found = standing(self.facts, TERMS, self.now)
        assert SEVERITY[found.state] >= SEVERITY[self.kept]
        self.kept = found.state

    @rule()
    def pays(self) -> None:
        self._learn(payment=Payment.GOOD, payment_since=None, grace_until=None, read_only_until=None)
        assert self.kept == State.ACTIVE

    @rule()
    def is_refused(self) -> None:
        if self.facts.payment != Payment.FAILING:
            self._learn(payment=Payment.FAILING, payment_since=self.now)
            assert self.kept in {State.PAST_DUE, State.ACTIVE}

    @rule()
    def ends_it(self) -> None:
        if self.facts.payment == Payment.GOOD:
            self._learn(payment=Payment.ENDED, payment_since=self.now)
            assert self.kept in {State.GRACE, State.TRIAL, State.ACTIVE}

    @rule(days=st.integers(1, 90))
    def is_given_it(self, days: int) -> None:
        self._learn(is_comped=True, comped_until=self.now + days * DAY)
        assert self.kept == State.ACTIVE

    @rule(days=st.integers(1, 30))
    def is_put_off(self, days: int) -> None:
        self._learn(grace_until=self.now + days * DAY, read_only_until=self.now + 2 * days * DAY)
        assert SEVERITY[self.kept] <= SEVERITY[State.GRACE]

    @invariant()
    def nobody_is_closed_without_a_warning(self) -> None:
        """Closing comes after the whole of grace and of reading only, whatever was said late."""
        found = standing(self.facts, TERMS, self.now)
        if found.state == State.SUSPENDED:
            assert found.since is not None
            paid_until = self.facts.payment_since or self.facts.trial_ends_at
            assert found.since >= paid_until + TERMS.grace_for + TERMS.read_only_for

    def _learn(self, **facts: object) -> None:
        self.facts = replace(self.facts, **facts)
        self.kept = standing(self.facts, TERMS, self.now).state


TestLife = Life.TestCase
