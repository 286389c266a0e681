"""Records that may be of one person: the same number, nearly the same address, a name alike."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext_lazy

from bookings.models import Customer
from bookings.models.customers import PlainEmail

MOST_SHOWN = 50
# Of both names' trigrams; "Jon Smith" and "John Smith" share .61, "Olsen" and "Olson" .5.
ALIKE = 0.5
REASONS = {
    "phone": gettext_lazy("the same phone number"),
    "email": gettext_lazy("nearly the same e-mail"),
    "name": gettext_lazy("the same name, and one has no e-mail"),
    "alike": gettext_lazy("a name alike, and one has no e-mail"),
}
RANKED = {1: "phone", 2: "email", 3: "alike"}

PLAIN_ONE, PLAIN_OTHER = (PlainEmail.template.replace("email", f"{name}.email") for name in ("one", "other"))
# Two who share a number or a name in the index; of people with one name and two addresses there are many.
PAIRS = f"""
SELECT one.id, other.id, 'phone' AS reason
  FROM bookings_customer one JOIN bookings_customer other ON other.phone = one.phone AND other.id > one.id
 WHERE one.phone <> '' AND one.merged_into_id IS NULL AND other.merged_into_id IS NULL
   AND NOT EXISTS (SELECT FROM bookings_notthesame n WHERE n.first_id = one.id AND n.second_id = other.id)
UNION ALL
SELECT one.id, other.id, 'email'
  FROM bookings_customer one
  JOIN bookings_customer other ON {PLAIN_OTHER} = {PLAIN_ONE} AND other.id > one.id
 WHERE one.email <> '' AND other.email <> ''
   AND one.merged_into_id IS NULL AND other.merged_into_id IS NULL
   AND NOT EXISTS (SELECT FROM bookings_notthesame n WHERE n.first_id = one.id AND n.second_id = other.id)
UNION ALL
SELECT one.id, other.id, 'name'
  FROM bookings_customer one
  JOIN bookings_customer other ON lower(other.name) = lower(one.name) AND other.id > one.id
 WHERE (one.email = '' OR other.email = '') AND (one.phone = '' OR one.phone <> other.phone)
   AND one.merged_into_id IS NULL AND other.merged_into_id IS NULL
   AND NOT EXISTS (SELECT FROM bookings_notthesame n WHERE n.first_id = one.id AND n.second_id = other.id)
 LIMIT %(limit)s
"""  # noqa: S608 - put together from our own text
# Of one customer: whoever shares the number or nearly the address, and who has a name alike (by the index
# of what is searched, at PostgreSQL's own threshold, then whole name against whole name).
OF_ONE = f"""
SELECT id, min(rank) FROM (
    (SELECT id, 1 AS rank FROM bookings_customer
      WHERE phone = %(phone)s AND phone <> '' AND merged_into_id IS NULL ORDER BY id LIMIT %(limit)s + 1)
    UNION ALL
    (SELECT id, 2 FROM bookings_customer
      WHERE {PlainEmail.template} = %(plain)s AND email <> '' AND merged_into_id IS NULL
      ORDER BY id LIMIT %(limit)s + 1)
    UNION ALL
    (SELECT id, 3 FROM (
        SELECT id, name FROM bookings_customer
         WHERE merged_into_id IS NULL AND (email = '' OR %(email)s = '')
           AND extensions.boom_fold(%(name)s) OPERATOR(extensions.<%%) search_words
         LIMIT 400
     ) AS near
      WHERE extensions.similarity(extensions.boom_fold(name), extensions.boom_fold(%(name)s)) >= %(alike)s
      ORDER BY extensions.similarity(extensions.boom_fold(name), extensions.boom_fold(%(name)s)) DESC, id
      LIMIT %(limit)s + 1)
) AS found
 WHERE found.id <> %(id)s
   AND NOT EXISTS (SELECT FROM bookings_notthesame n
                    WHERE (n.first_id, n.second_id) = (least(found.id, %(id)s), greatest(found.id, %(id)s)))
 GROUP BY id ORDER BY 2, 1 LIMIT %(limit)s
"""  # noqa: S608 - put together from our own text


@dataclass(frozen=True, slots=True)
class Pair:
    """Two who may be one, and why."""

    one: Customer
    other: Customer
    reason: str


def duplicate_pairs(*, limit: int = MOST_SHOWN) -> list[Pair]:
    """Pairs to look at, at most so many. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, {"limit": limit})
        rows = cursor.fetchall()
    customers = Customer.objects.in_bulk({key for row in rows for key in row[:2]})
    return [Pair(customers[one], customers[other], str(REASONS[reason])) for one, other, reason in rows]


def duplicates_of(customer: Customer, *, limit: int = 5) -> list[Pair]:
    """Who may be the same person as this customer, by number, address or name. Two queries at most."""
    values: dict[str, str | float] = {
        "id": customer.pk,
        "phone": customer.phone,
        "email": customer.email,
        "plain": plain_address(customer.email) if customer.email else "",
        "name": customer.name,
        "alike": ALIKE,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(OF_ONE, values)
        reasons = {key: RANKED[rank] for key, rank in cursor.fetchall()}
    others = Customer.objects.in_bulk(reasons) if reasons else {}
    return [Pair(customer, others[key], str(REASONS[reason])) for key, reason in reasons.items()]


def plain_address(email: str) -> str:
    """An address as `PlainEmail` has it."""
    local, _, domain = email.lower().partition("@")
    return f"{local.partition('+')[0].replace('.', '')}@{domain}"
