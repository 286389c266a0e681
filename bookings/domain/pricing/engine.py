"""The one function that makes a price.

In this order (ADR 14), each step on what the ones before it left:

1. time: the package, and rates for what it does not cover; people beyond those included; missing time;
2. surcharges, on the list price of the time; prepaid hours, which pay their share of both;
3. add-ons;
4. discounts nobody asked for: those that combine, and the one worth most of the others;
5. the promo code, on top of them or instead, as it says;
6. what staff take off; or the price they agreed on, which takes the place of steps 7 and 8
   and of prepaid hours;
7. the minimum spend: what is missing to it;
8. fees;
9. taxes, each line by itself;
10. the voucher, which pays, and the deposit, what is due before the visit.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction

from bookings.domain.interval import Interval
from bookings.domain.pricing.changes import Adjustment, On
from bookings.domain.pricing.extras import AddOn, Each
from bookings.domain.pricing.quotes import Line, Problem, Quote, hours_of
from bookings.domain.pricing.rates import Rate
from bookings.domain.pricing.reasons import (
    day_of,
    why_not_add_on,
    why_not_classes,
    why_not_pack,
    why_not_package,
    why_not_promo,
    why_not_voucher,
)
from bookings.domain.pricing.rounding import rounded
from bookings.domain.pricing.rule_set import PriceList, RuleSet
from bookings.domain.pricing.scope import Occasion
from bookings.domain.pricing.stays import stay
from bookings.domain.pricing.taxes import TaxGroup
from bookings.domain.pricing.wanted import Wanted
from bookings.domain.pricing.worksheet import Worksheet

ROOM = str(TaxGroup.ROOM)


def quote(rules: RuleSet, wanted: Wanted, now: datetime) -> Quote:
    """Give what `wanted` costs by these rules when asked for at `now`.

    The lines sum to the total, which is never below zero. What cannot be had (a code that has ended, a
    package of another room) is left out and named in `problems`. Raises KeyError for a room the rules do not
    know.
    """
    return _Quoting(rules, wanted, now).quote()


class _Quoting:
    """One quote in the making."""

    def __init__(self, rules: RuleSet, wanted: Wanted, now: datetime) -> None:
        self.rules, self.now = rules, now
        kinds = why_not_classes(wanted)
        self.wanted = replace(wanted, classes=()) if kinds else wanted
        self.prices: PriceList | None = rules.list_for(booked_at=now, start=wanted.span.start)
        self.occasion: Occasion = rules.occasion(
            wanted.room_id,
            rules.night_of(wanted.span.start),
            heads=wanted.heads,
            customer_class=wanted.customer_class,
        )
        self.sheet = Worksheet(rules.currency, rules.rounding)
        self.problems: list[Problem] = [kinds] if kinds else []
        self.rates: tuple[Rate, ...] = ()
        # What prepaid hours pay for: minutes, and what those are worth in this booking.
        self.pack_minutes, self.pack_worth = 0, 0

    def quote(self) -> Quote:
        self._time()
        self._surcharges()
        self._prepaid()
        self._add_ons()
        self._discounts()
        self._staff_discount()
        if self.wanted.agreed is None:
            self._minimum_spend()
            self._fees()
        else:
            self._agreed()
        made = Quote.of(self.sheet.lines(self.rules.taxes), self.rules.currency)
        return self._settled(made)

    # ---- what is charged ---------------------------------------------------------------------------

    def _time(self) -> None:
        rest = self._package()
        if rest is None:
            return
        found = stay(self.rules, self.prices, self.wanted, rest)
        self.rates = found.rates
        for line in found.lines:
            self.sheet.charge(line)

    def _package(self) -> Interval | None:
        """Charge the package, if one is wanted and can be had; gives the time it leaves to the rates."""
        wanted = self.wanted
        if wanted.package_id is None:
            return wanted.span
        package = next((each for each in self.rules.packages if each.id == wanted.package_id), None)
        problem = why_not_package(package, self.rules, wanted, self.occasion)
        if problem is not None or package is None:
            self.problems += [problem] if problem else []
            return wanted.span
        covered = package.covered(wanted.span)
        heads = max(wanted.heads, package.heads_included) if package.per_person else 1
        self._charge(
            "package",
            heads,
            "person" if package.per_person else "booking",
            package.price_minor,
            rule=package.name,
            span=covered,
            item=package.id,
            heads=heads if package.per_person else None,
            group=package.group,
        )
        extra = wanted.heads - package.heads_included
        if package.heads_included and extra > 0 and package.extra_head_minor and not package.per_person:
            self._charge(
                "heads",
                extra,
                "person",
                package.extra_head_minor,
                rule=package.name,
                heads=extra,
                group=package.group,
            )
        names = {each.id: each.name for each in self.rules.add_ons}
        for add_on_id, count in package.items:
            if add_on_id in names:
                self._charge("included", count, "piece", 0, rule=names[add_on_id], item=add_on_id)
        if covered.end == wanted.span.end:
            return None
        return Interval(covered.end, wanted.span.end)

    def _surcharges(self) -> None:
        base = self.sheet.left(self.sheet.on(On.TIME))
        for each in self._adjustments():
            if each.is_surcharge:
                amount = rounded(each.size.exact(base, self.wanted.heads), self.rules.rounding)
                if amount:
                    self._charge("surcharge", 1, "booking", amount, rule=each.name, group=ROOM)

    def _prepaid(self) -> None:
        """Let prepaid hours pay: of all that is charged for time the share that their minutes are of it."""
        pack, span = self.wanted.pack, self.wanted.span
        if pack is None:
            return
        problem = why_not_pack(pack, self.wanted, self.occasion)
        if problem is not None:
            self.problems.append(problem)
            return
        minutes = min(pack.minutes_left, span.minutes)
        base = self.sheet.left(self.sheet.on(On.TIME))
        worth = self.sheet.worth(Fraction(base * minutes, span.minutes), On.TIME)
        if worth:
            self.pack_minutes, self.pack_worth = minutes, worth
            self.sheet.reduce("pack", f"{pack.name}, {minutes / 60:g} h", worth, On.TIME)

    def _add_ons(self) -> None:
        known = {each.id: each for each in self.rules.add_ons}
        for add_on_id, count in self.wanted.add_ons:
            add_on = known.get(add_on_id)
            problem = why_not_add_on(add_on, count, self.wanted, self.occasion)
            if problem is not None or add_on is None:
                self.problems += [problem] if problem else []
                continue
            quantity, unit = self._quantity(add_on, count)
            self._charge(
                "add-on",
                quantity,
                unit,
                add_on.price_minor,
                rule=add_on.name,
                item=add_on.id,
                group=add_on.group,
            )

    def _quantity(self, add_on: AddOn, count: int) -> tuple[Fraction, str]:
        hours, heads = hours_of(self.wanted.span), self.wanted.heads
        match add_on.each:
            case Each.PIECE:
                return Fraction(count), "piece"
            case Each.PERSON:
                return Fraction(heads), "person"
            case Each.HOUR:
                return hours * count, "hour"
            case Each.PERSON_HOUR:
                return hours * heads, "person-hour"
            case _:
                return Fraction(1), "booking"

    def _charge(
        self,
        code: str,
        quantity: Fraction | int,
        unit: str,
        price_minor: int,
        *,
        rule: str,
        span: Interval | None = None,
        item: int | None = None,
        heads: int | None = None,
        group: str = "",
    ) -> None:
        price = self.sheet.money(price_minor)
        how = self.rules.rounding
        self.sheet.charge(
            Line.of(
                code, quantity, unit, price, span, how=how, rule=rule, item=item, heads=heads, group=group
            )
        )

    # ---- what comes off ----------------------------------------------------------------------------

    def _adjustments(self) -> Iterable[Adjustment]:
        span = self.wanted.span
        notice = span.start - self.now
        for each in self.rules.adjustments:
            if each.scope.covers(self.occasion) and each.suits(
                notice=max(notice, timedelta(0)), length=span.duration
            ):
                yield each

    def _worth(self, each: Adjustment) -> int:
        base = self.sheet.left(self.sheet.on(each.on))
        return self.sheet.worth(each.size.exact(base, self.wanted.heads), each.on)

    def _discounts(self) -> None:
        offered = [each for each in self._adjustments() if not each.is_surcharge]
        combining = [each for each in offered if each.combines]
        single = max((each for each in offered if not each.combines), key=self._worth, default=None)
        given = [each for each in offered if each in combining or each is single]
        promo, subtotal = self.wanted.promo, self.sheet.left()
        if promo is not None:
            problem = why_not_promo(
                promo,
                self.occasion,
                today=day_of(self.rules, self.now),
                subtotal=subtotal,
                currency=self.rules.currency,
            )
            if problem is None and not promo.combines and given:
                worth = self._promo_worth()
                if worth <= sum(self._worth(each) for each in given):
                    message = "You already have a discount worth as much, and this code does not add to it."
                    problem = Problem("promo-not-better", message, "promo")
                else:
                    given = []
            if problem is not None:
                self.problems.append(problem)
                promo = None
        for each in given:
            self.sheet.reduce("discount", each.name, self._worth(each), each.on)
        if promo is not None:
            self.sheet.reduce("promo", promo.code, self._promo_worth(), promo.on)

    def _promo_worth(self) -> int:
        promo = self.wanted.promo
        if promo is None:
            return 0
        base = self.sheet.left(self.sheet.on(promo.on))
        return self.sheet.worth(promo.size.exact(base, self.wanted.heads), promo.on)

    def _staff_discount(self) -> None:
        given = self.wanted.discount
        if given is not None:
            exact = given.size.exact(self.sheet.left(), self.wanted.heads)
            self.sheet.reduce("staff", given.reason, self.sheet.worth(exact, On.ALL), On.ALL)

    def _agreed(self) -> None:
        agreed = self.wanted.agreed
        if agreed is None:
            return
        difference = agreed.amount_minor - self.sheet.left()
        if difference > 0:
            self._charge("agreed", 1, "booking", difference, rule=agreed.reason, group=ROOM)
        else:
            self.sheet.reduce("agreed", agreed.reason, -difference, On.ALL)

    # ---- what comes on top -------------------------------------------------------------------------

    def _minimum_spend(self) -> None:
        """The dearest minimum of the rates the booking touches; room, food and drinks count towards it."""
        asking = max(self.rates, key=lambda rate: rate.minimum_spend(self.wanted.heads), default=None)
        if asking is None:
            return
        # What was paid ahead is spent here.
        missing = asking.minimum_spend(self.wanted.heads) - self.sheet.left() - self.pack_worth
        if missing > 0:
            self._charge("minimum-spend", 1, "booking", missing, rule=asking.name, group=ROOM)

    def _fees(self) -> None:
        base = self.sheet.left()
        for fee in self.rules.fees:
            if (fee.online_only and not self.wanted.online) or not fee.scope.covers(self.occasion):
                continue
            amount = rounded(fee.size.exact(base, self.wanted.heads), self.rules.rounding)
            if amount and base:
                self._charge("fee", 1, "booking", amount, rule=fee.name, group=str(TaxGroup.FEE))

    # ---- how it is paid ----------------------------------------------------------------------------

    def _settled(self, made: Quote) -> Quote:
        voucher, paid = self.wanted.voucher, None
        if voucher is not None:
            problem = why_not_voucher(voucher, today=day_of(self.rules, self.now))
            if problem is None:
                paid = self.sheet.money(min(voucher.balance_minor, made.total.minor))
            else:
                self.problems.append(problem)
        rule = next(
            (
                each
                for each in self.rules.deposits
                if each.scope.covers(self.occasion) and made.total.minor >= each.minimum_total_minor
            ),
            None,
        )
        deposit = None
        if rule is not None and made.total:
            exact = rule.size.exact(made.total.minor, self.wanted.heads)
            deposit = self.sheet.money(min(made.total.minor, rounded(exact, self.rules.rounding)))
        return replace(
            made,
            deposit=deposit,
            deposit_rule=rule.name if rule is not None and deposit is not None else "",
            voucher=paid,
            pack_minutes=self.pack_minutes,
            price_list=self.prices.name if self.prices else "",
            problems=tuple(self.problems),
        )
