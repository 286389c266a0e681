"""Finding a customer by whatever somebody has at hand: part of a name, a number, an e-mail, a reference.

First what holds the words as typed, then, where that is little, what is like them (trigrams), so that a name
heard on the phone is found. Both are answered by one index (`customer_by_words`), however many there are.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Lower

from bookings.domain.reference import near
from bookings.models import Booking, Customer

LONGEST_TYPED = 100
MOST_WORDS = 4
# With so many found as typed nobody asks for what is merely like it.
ENOUGH = 3
# So many that hold a short beginning are looked through for the likeliest; nobody reads on.
MOST_RANKED = 400
# Of the trigrams of what was typed, the share that has to be found in one stretch of somebody's words.
LIKENESS = 0.4
# Shorter words are like everything.
SHORTEST_LIKE = 4
FEWEST_DIGITS = 3
_NUMBER = re.compile(r"[\d\s()+./\-–]+")

# One condition a word, as an index answers no array of patterns.
AS_TYPED = """
SELECT id FROM (
    SELECT id, name, search_words FROM bookings_customer
     WHERE merged_into_id IS NULL
       AND search_words LIKE extensions.boom_fold(%(word0)s)
       AND search_words LIKE extensions.boom_fold(%(word1)s)
       AND search_words LIKE extensions.boom_fold(%(word2)s)
       AND search_words LIKE extensions.boom_fold(%(word3)s)
     LIMIT %(ranked)s
) AS found
 ORDER BY extensions.strict_word_similarity(extensions.boom_fold(%(all)s), search_words) DESC, name, id
 LIMIT %(limit)s
"""
THRESHOLD = "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)"
ALIKE = """
SELECT id FROM bookings_customer
 WHERE merged_into_id IS NULL AND extensions.boom_fold(%(all)s) OPERATOR(extensions.<%%) search_words
 ORDER BY extensions.word_similarity(extensions.boom_fold(%(all)s), search_words) DESC, name, id
 LIMIT %(limit)s
"""


def search_customers(typed: str, *, limit: int = 50) -> list[int]:
    """Keys of the customers somebody may mean, the likeliest first; empty for nothing typed.

    Whoever a booking of that reference is for comes first, one wrong or swapped character forgiven.
    """
    words = words_of(typed)
    if not words:
        return []
    found = dict.fromkeys([*by_reference(typed), *by_address(typed)])
    if "@" in typed and found:
        return list(found)[:limit]
    patterns = [_as_pattern(word) for word in words]
    values: dict[str, Any] = {"all": " ".join(words), "limit": limit, "ranked": MOST_RANKED} | {
        f"word{place}": patterns[min(place, len(patterns) - 1)] for place in range(MOST_WORDS)
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(AS_TYPED, values)
        found |= dict.fromkeys(key for (key,) in cursor.fetchall())
        if len(found) < min(ENOUGH, limit) and len(values["all"]) >= SHORTEST_LIKE:
            cursor.execute(
                "SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LIKENESS)]
            )
            cursor.execute(ALIKE, values)
            found |= dict.fromkeys(key for (key,) in cursor.fetchall())
    return list(found)[:limit]


def found_customers(typed: str, *, limit: int = 50) -> list[Customer]:
    """The customers themselves, in the same order."""
    keys = search_customers(typed, limit=limit)
    known = Customer.objects.in_bulk(keys)
    return [known[key] for key in keys if key in known]


def by_reference(typed: str) -> list[int]:
    """Whom a booking of this reference is for: the very one, else those one slip away; merges followed."""
    references = near(typed)
    if not references:
        return []
    rows = Booking.objects.filter(reference__in=references, customer__isnull=False).values_list(
        "reference", "customer_id", "customer__merged_into_id"
    )
    by_name = {reference: merged_into or customer for reference, customer, merged_into in rows}
    exact = by_name.get(references[0])
    return [exact] if exact is not None else sorted(set(by_name.values()))


def by_address(typed: str) -> list[int]:
    """Whose e-mail address it is, letter case aside; who was merged into another leads to that one."""
    if "@" not in typed:
        return []
    holder = holder_of_email(typed.strip()[:LONGEST_TYPED])
    return [holder.pk] if holder else []


def customer_reached_at(email: str, phone: str) -> Customer | None:
    """The customer whom a booking with this address, or else this number (E.164), is matched to; merges
    followed. None for nobody yet.
    """
    if email:
        # The database's idea of lower case on both sides: its unique index goes by it, Python's differs.
        found = holder_of_email(email)
        if found is not None:
            return found
    if phone:
        # Several people may share a number; with an e-mail that nobody has, this is somebody new.
        sharing = Customer.objects.filter(phone=phone).select_related("merged_into").order_by("id")
        sharer = sharing.filter(email="").first() if email else sharing.first()
        return root_of(sharer) if sharer else None
    return None


def holder_of_email(email: str) -> Customer | None:
    """The customer with this address (letter case aside, as the database sees it), merges followed.

    Who has it today comes before whoever once had it and is part of another customer by now.
    """
    # Partial indexes hold those with an address, living and merged apart; they serve who asks for just those.
    holders = Customer.objects.exclude(email="").annotate(address=Lower("email"))
    holders = holders.filter(address=Lower(Value(email)))
    living = holders.filter(merged_into__isnull=True).first()
    if living is not None:
        return living
    former = holders.filter(merged_into__isnull=False).select_related("merged_into").order_by("-id").first()
    return root_of(former) if former else None


def root_of(customer: Customer) -> Customer:
    """The customer that this one is part of; itself if nobody was merged."""
    while customer.merged_into is not None:
        customer = customer.merged_into
    return customer


def root_key(customer_id: int) -> int | None:
    """The key of the customer that this one is part of; None when there is none of that key."""
    customer = Customer.objects.filter(pk=customer_id).first()
    return root_of(customer).pk if customer else None


def words_of(typed: str) -> list[str]:
    """What was typed as the words to look for.

    The groups of a phone number are joined, its leading zeros gone; of an e-mail address counts what stands
    before the @: half of all people share what follows.
    """
    text = unicodedata.normalize("NFC", typed.replace("\x00", " "))[:LONGEST_TYPED].strip()
    digits = re.sub(r"\D", "", text)
    if _NUMBER.fullmatch(text):
        number = digits.lstrip("0")
        return [number] if len(number) >= FEWEST_DIGITS else []
    words = [before or word for word in text.split() for before, _, _ in [word.partition("@")]]
    return words[:MOST_WORDS]


def _as_pattern(word: str) -> str:
    """A word for LIKE, its own signs taken as they are: names by their beginning, numbers anywhere."""
    literal = re.sub(r"([\\%_])", r"\\\1", word)
    return f"%{literal}%" if word[0].isdigit() or word[0] == "@" else f"% {literal}%"
