"""English and Spanish: words with spaces between. What differs is the lexicon (english.py, spanish.py)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import ModuleType

from ai.domain.reading import clock
from ai.domain.reading.pieces import Pieces
from ai.domain.reading.scanning import Scanner
from ai.domain.reading.shapes import Budget, Days, Per, Place, Window

CURRENCIES = (
    (re.compile(r"\$|dollar|dólar|bucks|usd"), "USD"),
    (re.compile(r"£|pound|quid|gbp|libra"), "GBP"),
    (re.compile(r"€|euro|eur\b"), "EUR"),
    (re.compile(r"¥|yen|jpy"), "JPY"),
)
# A start and a length beyond these are no booking's.
LONGEST = 24 * 60
MOST_PEOPLE = 500


def read(words: str, now: datetime, place: Place, lexicon: ModuleType) -> Pieces:
    """What these words say. Surer rules come first and take their words from the others."""
    scanner, pieces = Scanner(words), Pieces()
    today = now.date()
    _budget(scanner, pieces, place, lexicon)
    _in_a_while(scanner, pieces, now, place, lexicon)
    _days(scanner, pieces, today, place, lexicon)
    _minutes(scanner, pieces, lexicon)
    _times(scanner, pieces, lexicon)
    _people(scanner, pieces, lexicon)
    pieces.is_night = pieces.is_night or scanner.has(lexicon.NIGHT)
    _parts_of_day(scanner, pieces, lexicon)
    requests = [
        name for name, words in lexicon.REQUESTS.items() if re.search(rf"\b(?:{words})\b", scanner.whole)
    ]
    pieces.requests = tuple(requests)
    pieces.rest = scanner.text
    return pieces


def bare_number(words: str, lexicon: ModuleType) -> int | None:
    """The number that a correction begins with, where nothing says of what: "make that 7"."""
    match = lexicon.BARE.match(Scanner(words).text)
    return lexicon.number(match[1]) if match else None


def _say(pieces: Pieces, slot: str, match: re.Match[str]) -> None:
    pieces.phrases.setdefault(slot, match[0].strip())
    pieces.last = slot


def _budget(scanner: Scanner, pieces: Pieces, place: Place, lexicon: ModuleType) -> None:
    match = scanner.first(lexicon.MONEY)
    if match:
        amount = match[2] or match[3]
        signs = f"{match[1] or ''}{match[4] or ''}"
    elif match := scanner.first(lexicon.BUDGET):
        amount, signs = match[1], ""
    else:
        return
    currency = next((code for pattern, code in CURRENCIES if pattern.search(signs)), place.currency)
    per: Per = next((per for pattern, per in lexicon.PER if pattern.search(match["rest"] or "")), "total")
    pieces.budget = Budget(Decimal(amount.replace(",", ".")), per, currency)
    _say(pieces, "budget", match)


def _in_a_while(scanner: Scanner, pieces: Pieces, now: datetime, place: Place, lexicon: ModuleType) -> None:
    if not (match := scanner.first(lexicon.IN_A_WHILE)):
        return
    if match[1]:
        minutes = 30
    elif match[2]:
        minutes = 60
    else:
        minutes = lexicon.number(match[3]) * (60 if match[4].startswith("h") else 1)
    # Nobody can begin between two slots: the next one is meant.
    then = now + timedelta(minutes=minutes)
    midnight = datetime.combine(now.date(), time(), tzinfo=now.tzinfo)
    elapsed = -(-(then - midnight) // timedelta(minutes=place.slot_minutes)) * place.slot_minutes
    pieces.days = Days.one(now.date())
    pieces.start = int(elapsed)
    _say(pieces, "start", match)


def _days(scanner: Scanner, pieces: Pieces, today: date, place: Place, lexicon: ModuleType) -> None:
    if lexicon.TONIGHT.search(scanner.text):
        pieces.is_night = True
    for pattern, rule in lexicon.DAYS:
        if pieces.days is not None:
            return
        for match in pattern.finditer(scanner.text):
            if found := rule(match, today, place.date_order):
                scanner.take(match)
                pieces.days = found
                _say(pieces, "days", match)
                break


def _minutes(scanner: Scanner, pieces: Pieces, lexicon: ModuleType) -> None:
    for pattern, kind in lexicon.LENGTHS:
        if match := scanner.first(pattern):
            minutes = lexicon.length_of(match, kind)
            if minutes and minutes <= LONGEST:
                pieces.minutes = minutes
                _say(pieces, "minutes", match)
            return


def _times(scanner: Scanner, pieces: Pieces, lexicon: ModuleType) -> None:
    if pieces.start is not None:
        return
    is_evening = pieces.is_night or scanner.has(lexicon.PARTS[2][0])
    if match := lexicon.RANGE.search(scanner.text):
        begins, ends = _clock(match, 0, lexicon), _clock(match, 4, lexicon)
        found = clock.stretch(begins, ends, is_evening=is_evening) if begins and ends else None
        if found:
            scanner.take(match)
            pieces.start, length = found
            pieces.minutes = pieces.minutes or length
            _say(pieces, "start", match)
            return
    if match := lexicon.BETWEEN.search(scanner.text):
        begins, ends = _clock(match, 0, lexicon), _clock(match, 4, lexicon)
        found = clock.stretch(begins, ends, is_evening=is_evening) if begins and ends else None
        if found:
            scanner.take(match)
            pieces.window = Window(clock.at(found[0]), clock.at(sum(found)))
            _say(pieces, "window", match)
            return
    for pattern, opens in ((lexicon.AFTER, True), (lexicon.BEFORE, False)):
        if (match := pattern.search(scanner.text)) and (at := _clock(match, 0, lexicon)):
            scanner.take(match)
            minutes = at.settled(is_evening=is_evening)
            if opens and pieces.minutes and match[0].startswith(lexicon.FROM):
                # "For three hours from 8": it begins then.
                pieces.start, pieces.is_open = minutes, len(at.minutes()) > 1
                _say(pieces, "start", match)
                return
            limit = clock.at(minutes)
            earlier = pieces.window or Window(None, None)
            pieces.window = Window(limit, earlier.last) if opens else Window(earlier.first, limit)
            _say(pieces, "window", match)
    if pieces.window is None and (found_at := _start(scanner, lexicon)):
        at, match = found_at
        _say(pieces, "start", match)
        pieces.start = at.settled(is_evening=is_evening)
        pieces.is_open = len(at.minutes()) > 1


def _start(scanner: Scanner, lexicon: ModuleType) -> tuple[clock.Clock, re.Match[str]] | None:
    if match := scanner.first(lexicon.HALF_PAST):
        return clock.Clock(lexicon.number(match[1]), 30), match
    if match := scanner.first(lexicon.QUARTER):
        hour = lexicon.number(match[2])
        return (clock.Clock(hour, 15) if match[1] in lexicon.PAST else clock.Clock(hour - 1, 45)), match
    for pattern in lexicon.CLOCK:
        for match in pattern.finditer(scanner.text):
            at = lexicon.clock(match[1], match[2] or None, match[3] or None)
            if at.is_possible:
                scanner.take(match)
                return at, match
    if match := scanner.first(lexicon.AT_WORD):
        return clock.Clock(lexicon.number(next(filter(None, match.groups())))), match
    if match := scanner.first(lexicon.NAMED_TIME):
        return lexicon.clock("0", None, None, match[1]), match
    return None


def _clock(match: re.Match[str], offset: int, lexicon: ModuleType) -> clock.Clock | None:
    """The time of four groups: hour, minutes, half, or its name."""
    hour, minute, half, named = (match[offset + number] for number in range(1, 5))
    found: clock.Clock = lexicon.clock(hour or "0", minute, half, named)
    return found if found.is_possible else None


def _people(scanner: Scanner, pieces: Pieces, lexicon: ModuleType) -> None:
    if match := scanner.first(lexicon.MORE):
        pieces.more_people = lexicon.number(match[1] or match[2])
        _say(pieces, "more_people", match)
        return
    if match := scanner.first(lexicon.FEWER):
        pieces.more_people = -lexicon.number(match[1] or match[2])
        _say(pieces, "more_people", match)
        return
    if match := scanner.first(lexicon.SUM_OF_TWO):
        many = lexicon.number(match[1]) + lexicon.number(match[2])
    elif match := scanner.first(lexicon.ME_AND):
        many = 1 + lexicon.number(match[1])
    else:
        many, match = _counted(scanner, pieces, lexicon)
        if match is None and (match := scanner.first(lexicon.ME_AND_ONE)):
            many = 2
    if match and 0 < many <= MOST_PEOPLE:
        pieces.party_size = many
        _say(pieces, "party_size", match)


def _counted(scanner: Scanner, pieces: Pieces, lexicon: ModuleType) -> tuple[int, re.Match[str] | None]:
    for pattern in lexicon.PEOPLE:
        if match := scanner.first(pattern):
            return lexicon.number(match[1]), match
    # "About 20", with the time said elsewhere, is how many come.
    if (pieces.start is not None or pieces.window) and (match := scanner.first(lexicon.ABOUT)):
        return lexicon.number(match[1]), match
    return 0, None


def _parts_of_day(scanner: Scanner, pieces: Pieces, lexicon: ModuleType) -> None:
    for pattern, first, last in lexicon.PARTS:
        match = pattern.search(scanner.text) or (
            pattern.search(scanner.whole) if pieces.start is None else None
        )
        if not match:
            continue
        if pieces.start is not None:
            # "8:30 in the evening": the part of the day settles which half is meant.
            hour = pieces.start // 60
            if not pieces.is_open:
                return
            if first >= clock.NOON and hour < clock.NOON:
                pieces.start += clock.HALF_A_DAY
            elif last <= clock.NOON <= hour:
                pieces.start -= clock.HALF_A_DAY
        elif pieces.window is None:
            pieces.window = Window(time(first), time(last % 24))
            _say(pieces, "window", match)
        return
    if pieces.start is None and pieces.window is None and lexicon.TONIGHT.search(scanner.whole):
        pieces.window = Window(time(18), time(2))
