"""Reading a message: its language, its pieces with corrections, what was said before, and what is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from ai.domain.reading import clock, east_asian, english, latin, spanish
from ai.domain.reading.intents import intent_of, reference_in
from ai.domain.reading.pieces import Pieces
from ai.domain.reading.scanning import normal
from ai.domain.reading.shapes import Days, Intent, KnownRoom, Place, Reading, Said

KANA, CHINESE = re.compile(r"[぀-ヿ]"), re.compile(r"[一-鿿]")
SPANISH = re.compile(
    r"[¿¡ñ]|\b(?:hola|para|personas|mañana|noche|tarde|sala|somos|queremos|tenéis|reserva|reservar|hay|sábado|viernes|jueves|lunes|"
    r"martes|miércoles|domingo|cuánto|hoy|las|el|una|gracias|por)\b"
)
# Of intents that are not about a time to come, times and numbers in the words mean something else.
WITHOUT_SLOTS = {
    Intent.POLICY_QUESTION,
    Intent.HOURS,
    Intent.HUMAN_HANDOFF,
    Intent.OUT_OF_SCOPE,
    Intent.UNSAFE,
}
OPTION = re.compile(r"\(?(\d)[).]\s*([^;(\n]+)")
CHOICES = {
    0: r"\b(?:first|1st|number one|option (?:1|one|a))\b|\bprimera?\b|最初|第一|1番|一つ目",
    1: r"\b(?:second|2nd|number two|option (?:2|two|b))\b|\bsegund[ao]\b|第二|2番|二つ目",
    2: r"\b(?:third|3rd|number three|option (?:3|three|c))\b|\btercer[ao]?\b|第三|3番|三つ目",
    -1: r"\b(?:last|latter)(?: one)?\b(?! (?:week|month|night|friday|saturday))|\búltim[ao]\b",
}
AGREES = re.compile(
    r"^\W*(?:yes|yep|yeah|ok|okay|sure|perfect|great|sounds good|that works|sí|si|vale|はい|好的?|可以)\b"
)
NOW = re.compile(r"\bnow\b|\bahora\b")
SEVERAL_NEEDED = 2


def language_of(words: str) -> str:
    """The language of a message, as far as Boom reads it: "ja", "zh", "es", else "en"."""
    if KANA.search(words):
        return "ja"
    if CHINESE.search(words):
        return "zh"
    found = {match[0] for match in SPANISH.finditer(normal(words))}
    is_spanish = any(sign in found for sign in "¿¡ñ") or len(found) >= SEVERAL_NEEDED
    return "es" if is_spanish else "en"


def understand(said: Said) -> Reading:
    """What a message says, with what only earlier turns say where it goes on from them."""
    language = language_of(said.words)
    mine = pieces_of(said.words, said, language)
    reference = reference_in(said.words)
    intent = intent_of(said.words, mine, reference)
    whole = mine
    if said.earlier and intent in {None, Intent.FIND_SLOTS, Intent.BOOK, Intent.PRICE_QUOTE}:
        before = _earlier(said)
        chosen = _chosen(said)
        if chosen is not None:
            whole, intent = chosen.over(before), Intent.BOOK
        elif mine.says_something or AGREES.search(normal(said.words)):
            whole = mine.over(before)
            intent = intent or Intent.FIND_SLOTS
    intent = intent or Intent.OUT_OF_SCOPE
    if intent in WITHOUT_SLOTS:
        return Reading(intent, language)
    return _reading(intent, language, whole, reference)


def pieces_of(words: str, said: Said, language: str) -> Pieces:
    """The slots of some words; where they correct themselves, what was said last counts."""
    split: re.Pattern[str] = {"ja": east_asian, "zh": east_asian, "es": spanish}.get(
        language, english
    ).CORRECTION
    lexicon = spanish if language == "es" else english
    whole = Pieces()
    for number, part in enumerate(split.split(normal(words))):
        pieces = _of_part(part, said, language)
        if number and language in {"en", "es"} and (many := latin.bare_number(part, lexicon)):
            _correct(pieces, whole.last, many)
        whole = pieces.over(whole)
    whole.room, phrase = _room(whole.rest, said.place, language)
    if whole.room:
        whole.phrases["room"] = phrase
    wanted = [
        feature
        for feature in dict.fromkeys(each for room in said.place.rooms for each in room.features)
        if re.search(rf"\b{re.escape(normal(feature))}\b", normal(words))
    ]
    whole.requests = tuple(dict.fromkeys([*whole.requests, *wanted]))
    return whole


def _of_part(part: str, said: Said, language: str) -> Pieces:
    if language in {"ja", "zh"}:
        return east_asian.read(part, said.now, said.place)
    return latin.read(part, said.now, said.place, spanish if language == "es" else english)


def _correct(pieces: Pieces, slot: str | None, many: int) -> None:
    """A number by itself after "make that" is what was said just before, in another size."""
    if slot == "start" and pieces.start is None:
        pieces.start = clock.Clock(many).settled()
    elif slot in {"party_size", None} and pieces.party_size is None:
        pieces.party_size = many


def _room(text: str, place: Place, language: str) -> tuple[str | None, str]:
    """The room that is named, the longest name first; "the big room" is the one for most people."""
    for room in sorted(place.rooms, key=lambda each: -len(each.name)):
        name = normal(room.name)
        escaped = re.escape(name)
        if len(name) == 1:
            pattern = (
                rf"\b(?:room|sala|studio) {escaped}\b|(?<![a-z]){escaped}(?: ?room\b| ?ルーム|の部屋|房)"
            )
        elif name.isascii():
            pattern = rf"\b{escaped}\b"
        else:
            pattern = escaped
        if match := re.search(pattern, text):
            return room.key, match[0]
    lexicon: dict[str, object] = {"ja": east_asian, "zh": east_asian, "es": spanish}
    words = lexicon.get(language, english)
    extremes: tuple[tuple[re.Pattern[str], Callable[[Sequence[KnownRoom]], KnownRoom]], ...] = (
        (words.BIGGEST, lambda rooms: max(rooms, key=lambda each: each.capacity)),  # type: ignore[attr-defined]
        (words.SMALLEST, lambda rooms: min(rooms, key=lambda each: each.capacity)),  # type: ignore[attr-defined]
    )
    for wanted, choose in extremes:
        if place.rooms and (match := wanted.search(text)):
            return choose(place.rooms).key, match[0]
    return None, ""


def _earlier(said: Said) -> Pieces:
    whole = Pieces()
    for turn in said.earlier:
        if turn.by_guest:
            whole = pieces_of(turn.words, said, language_of(turn.words)).over(whole)
    return whole


def _chosen(said: Said) -> Pieces | None:
    """The offer that a short answer takes, read from the numbered ones that were made."""
    offers = _offers(said)
    text = normal(said.words)
    for index, words in CHOICES.items():
        if offers and re.search(words, text) and -len(offers) <= index < len(offers):
            return offers[index]
    return offers[0] if len(offers) == 1 and AGREES.search(text) else None


def _offers(said: Said) -> list[Pieces]:
    last = next((turn for turn in reversed(said.earlier) if not turn.by_guest), None)
    if last is None:
        return []
    head = pieces_of(last.words.split("(1)")[0], replace(said, earlier=()), language_of(last.words))
    offers = [pieces_of(match[2], said, "en") for match in OPTION.finditer(last.words)]
    for offer in offers:
        # Its sum is what it costs, not what somebody wants to spend.
        offer.days, offer.budget = offer.days or head.days, None
    return offers


def _reading(intent: Intent, language: str, pieces: Pieces, reference: str | None) -> Reading:
    days, start = pieces.days, pieces.start
    if intent is Intent.CANCEL_BOOKING and NOW.search(pieces.phrases.get("days", "")):
        # When to do it, not which booking.
        days = None
    if start is not None:
        late = start // clock.DAY
        if not late and pieces.is_night and clock.at(start) < clock.MORNING:
            late = 1
        if days is not None and late:
            days = Days(days.first + timedelta(days=late), days.last + timedelta(days=late), days.weekdays)
    return Reading(
        intent=intent,
        language=language,
        days=days,
        start=None if start is None else clock.at(start),
        window=pieces.window if start is None else None,
        minutes=pieces.minutes,
        party_size=pieces.party_size,
        more_people=pieces.more_people,
        budget=pieces.budget,
        room=pieces.room,
        requests=pieces.requests,
        reference=reference,
        phrases=pieces.phrases,
    )
