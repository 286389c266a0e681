"""Spanish: how people write days, times, lengths, numbers of people and sums of money."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from ai.domain.reading import calendar
from ai.domain.reading.clock import Clock, Half
from ai.domain.reading.shapes import DayRule, Days, Per

NUMBERS = {
    word: value
    for value, words in enumerate(
        [
            "", "un una uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez",
            "once", "doce", "trece", "catorce", "quince", "dieciséis dieciseis", "diecisiete", "dieciocho",
            "diecinueve", "veinte",
        ]
    )
    for word in words.split()
} | {"treinta": 30, "cuarenta": 40, "cincuenta": 50, "cien": 100, "una docena": 12, "media docena": 6,
     "un par": 2}  # fmt: skip
_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
NUMBER = rf"(?:\d{{1,3}}|{_WORDS})"
WEEKDAYS = {
    "lunes": 0, "martes": 1, "miércoles": 2, "miercoles": 2, "jueves": 3, "viernes": 4, "sábado": 5,
    "sabado": 5, "domingo": 6,
}  # fmt: skip
_DAY = rf"(?:{'|'.join(WEEKDAYS)})"
MONTHS = {
    name: number
    for number, name in enumerate(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
        start=1,
    )
}
_MONTH = rf"(?:{'|'.join(MONTHS)})"
FROM = "desde "
PAST = {"y"}

CORRECTION = re.compile(
    r"\b(?:mejor dicho,?|mejor|no,? espera,?|perdón,?|perdona,?|digo,?|corrijo:?|en realidad,?)\s*"
)
PARTS = (
    (re.compile(r"\b(?:por|de|en) la mañana\b"), 6, 12),
    (re.compile(r"\b(?:por|de|en) la tarde\b"), 12, 21),
    (re.compile(r"\b(?:por|de|en|a) la noche\b|\besta noche\b"), 18, 26),
)
TONIGHT = re.compile(r"\besta noche\b")
NIGHT = re.compile(r"\b(?:esta noche|(?:por|de|en) la noche|noche)\b")
_HALF = r"(de la mañana|de la tarde|de la noche|de la madrugada|a\.?m\.?|p\.?m\.?|h(?:oras)?\b)"
_TIME = rf"(?:las? )?(\d{{1,2}}|{_WORDS})(?:[:.](\d{{2}}))?\s*{_HALF}?"
_NAMED = r"(mediodía|mediodia|medianoche)"
RANGE = re.compile(rf"\b(?:de|desde) (?:{_TIME}|{_NAMED})\s*(?:-|a|hasta)\s*(?:{_TIME}|{_NAMED})\b")
BETWEEN = re.compile(rf"\bentre (?:{_TIME}|{_NAMED})\s*y\s*(?:{_TIME}|{_NAMED})(?! personas)")
AFTER = re.compile(
    rf"\b(?:después de|despues de|a partir de|desde|no antes de) (?:{_TIME}|{_NAMED})(?! (?:personas|horas))"
)
BEFORE = re.compile(rf"\b(?:antes de|hasta) (?:{_TIME}|{_NAMED})(?! (?:personas|horas))")
HALF_PAST = re.compile(rf"\b(?:a )?las? (\d{{1,2}}|{_WORDS}) y media\b")
QUARTER = re.compile(rf"(?!x)x(y)({NUMBER})")
CLOCK = (
    re.compile(rf"\ba las? (\d{{1,2}}|{_WORDS})(?:[:.](\d{{2}}))?(?:\s*{_HALF})?"),
    re.compile(rf"\b(?:sobre|hacia) las? (\d{{1,2}}|{_WORDS})(?:[:.](\d{{2}}))?(?:\s*{_HALF})?"),
    re.compile(r"\b(\d{1,2}):(\d{2})()\b"),
    re.compile(r"\b(\d{1,2})()\s?(h|a\.?m\.?|p\.?m\.?)\b"),
)
AT_WORD = re.compile(rf"\ba las ({_WORDS})\b")
NAMED_TIME = re.compile(rf"\b(?:al? )?{_NAMED}\b")
IN_A_WHILE = re.compile(rf"\b(?:en|dentro de) (?:(media hora)|(una hora)|({NUMBER}) (horas?|minutos?))\b")
LENGTHS = (
    (re.compile(r"\b(?:una )?hora y media\b"), "90"),
    (re.compile(rf"\b({NUMBER}) horas? y media\b"), "half"),
    (re.compile(r"\bmedia hora\b"), "30"),
    (re.compile(r"\b(\d+(?:[.,]\d+)?) ?horas?\b"), "hours"),
    (re.compile(rf"\b({_WORDS}) horas?\b"), "hours"),
    (re.compile(rf"\b({NUMBER}) ?minutos\b"), "minutes"),
)  # fmt: skip
_WHO = r"(?:personas?|gente|amigos|amigas|adultos|niños|niñas|chicos|chicas|invitados|pax)"
SUM_OF_TWO = re.compile(rf"\b({NUMBER}) adultos y ({NUMBER}) (?:niños|niñas|menores)\b")
ME_AND = re.compile(rf"\byo y (?:mis )?({NUMBER}) (?:amigos|amigas|más|personas)\b")
ME_AND_ONE = re.compile(r"\bmi (?:mujer|marido|novia|novio|pareja) y yo\b")
MORE = re.compile(rf"\b(?:añadir|con) ({NUMBER}) {_WHO} más\b|\b({NUMBER}) {_WHO} más\b")
FEWER = re.compile(rf"\b({NUMBER}) {_WHO} menos\b|\bquitar ({NUMBER}) {_WHO}\b")
PEOPLE = (
    re.compile(rf"\b(?:para |unas |unos |somos |seremos |grupo de )?({NUMBER}) {_WHO}\b"),
    re.compile(rf"\b(?:somos|seremos|vamos|seríamos|grupo de) (?:unos |unas )?({NUMBER})\b(?! horas?)"),
    re.compile(rf"\bpara (?:unos |unas )?({NUMBER})\b(?! (?:horas?|minutos|días|euros|€))"),
)  # fmt: skip
ABOUT = re.compile(rf"\b(?:unos|unas|alrededor de) ({NUMBER})\b(?! (?:horas?|minutos|euros|€))")
BARE = re.compile(rf"^\s*({NUMBER})\b(?![:.]\d| (?:horas?|de la))")
_UNIT = r"(?:euros?|eur|€|dólares|\$|libras|£)"
MONEY = re.compile(
    r"(?:\b(?:máximo|maximo|hasta|menos de|por|presupuesto(?: de)?:?|como mucho|unos)\s+)?"
    rf"(?:([€$£])\s?(\d+(?:[.,]\d{{1,2}})?)|(\d+(?:[.,]\d{{1,2}})?)\s?({_UNIT}))"
    r"(?P<rest>\s*(?:en total|por persona|por cabeza|cada uno|la hora|por hora|como máximo)?)"
)
BUDGET = re.compile(r"\bpresupuesto(?: de| es)?:?\s+(\d+(?:[.,]\d{1,2})?)()\b(?P<rest>)")
PER: tuple[tuple[re.Pattern[str], Per], ...] = (
    (re.compile(r"persona|cabeza|cada uno"), "person"),
    (re.compile(r"hora"), "hour"),
)
BIGGEST = re.compile(r"\b(?:sala )?(?:más )?grande\b")
SMALLEST = re.compile(r"\b(?:sala )?(?:más )?pequeña\b")
REQUESTS = {"birthday": r"cumpleaños|cumple", "wheelchair": r"silla de ruedas|accesible", "bachelorette":
            r"despedida de soltera", "bachelor": r"despedida de soltero", "anniversary": r"aniversario",
            "decorations": r"decoraci\w+|globos"}  # fmt: skip


def number(word: str) -> int:
    """The value of a number in figures or words."""
    word = word.strip()
    return int(word) if word.isdecimal() else NUMBERS[word]


def clock(hour: str, minute: str | None, half: str | None, named: str | None = None) -> Clock:
    """A time as the patterns above give its pieces."""
    if named:
        return Clock(24 if named == "medianoche" else 12, is_24h=True)
    which: Half | None = None
    if half:
        if "mañana" in half or "madrugada" in half or half[0] == "a":
            which = "am"
        elif "tarde" in half or "noche" in half or half[0] == "p":
            # "Las 12 de la noche" is midnight.
            if number(hour) == 12 and "noche" in half:
                return Clock(24, int(minute or 0), is_24h=True)
            which = "pm"
    is_24h = which is None and minute is not None and len(hour) == 2 and hour[0] == "0"
    return Clock(number(hour), int(minute or 0), which if number(hour) <= 12 else None, is_24h)


def _one(day: date | None) -> Days | None:
    return Days.one(day) if day else None


def _weekday(match: re.Match[str], today: date, order: str) -> Days | None:
    weekday = WEEKDAYS[match["day"]]
    if match["last"]:
        return _one(calendar.before(today, weekday))
    if match["week"]:
        return _one(calendar.of_next_week(today, weekday))
    return _one(calendar.nearest(today, weekday))


def _every(match: re.Match[str], today: date, order: str) -> Days | None:
    weekday = WEEKDAYS[match["day"]]
    if match["month"]:
        return calendar.every_in_month(today, weekday, MONTHS[match["month"]])
    first = calendar.nearest(today, weekday)
    return Days(first, first + timedelta(weeks=3), (weekday,))


DAYS: tuple[DayRule, ...] = (
    (re.compile(r"\b(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b"),
     lambda m, today, order: _one(calendar.month_day(today, int(m["m"]), int(m["d"]), int(m["y"])))),
    (re.compile(r"\bpasado mañana\b"), lambda m, today, order: _one(today + timedelta(days=2))),
    (re.compile(r"\b(?:anteayer|antes de ayer)\b"), lambda m, today, order: _one(today - timedelta(days=2))),
    (re.compile(rf"\b(?:cada|todos los) (?P<day>{_DAY}|sábados|domingos)(?: de (?P<month>{_MONTH}))?\b"),
     lambda m, today, order: _every(m, today, order) if m["day"] in WEEKDAYS else None),
    (re.compile(rf"\b(?:el )?(?:{_DAY},? )?(?P<number>\d{{1,2}}) de (?P<month>{_MONTH})(?: de(?:l)? (?P<year>20\d\d))?\b"),
     lambda m, today, order: _one(calendar.month_day(today, MONTHS[m["month"]], int(m["number"]), int(m["year"]) if m["year"] else None))),
    (re.compile(rf"\b(?:{_DAY} )?(?P<a>\d{{1,2}})[/.](?P<b>\d{{1,2}})(?:[/.](?P<year>\d{{2,4}}))?\b"),
     lambda m, today, order: _one(calendar.in_figures(today, int(m["a"]), int(m["b"]), int(m["year"]) if m["year"] else None, order))),
    (re.compile(r"\b(?:el )?(?:próximo fin de semana|fin de semana que viene|finde que viene)\b"), lambda m, today, order: calendar.weekend(today)),
    (re.compile(r"\b(?:este |el )?(?:fin de semana|finde)\b"), lambda m, today, order: calendar.weekend(today)),
    (re.compile(rf"\b(?:el |este |próximo |proximo )*(?P<day>{_DAY})(?P<last> pasado)?(?: que viene| próximo)?(?P<week> de la (?:semana que viene|próxima semana))?\b"), _weekday),
    (re.compile(r"\b(?:la )?(?:semana que viene|próxima semana)\b"), lambda m, today, order: calendar.week(today, 1)),
    (re.compile(r"\besta semana\b"), lambda m, today, order: calendar.week(today, 0)),
    (re.compile(rf"\b(?:en|dentro de) (?P<many>{NUMBER}) (?P<unit>días|dias|semanas?)\b"),
     lambda m, today, order: _one(today + timedelta(days=number(m["many"]) * (7 if "semana" in m["unit"] else 1)))),
    (re.compile(r"\b(?:hoy|esta (?:noche|tarde|mañana)|ahora)\b"), lambda m, today, order: Days.one(today)),
    (re.compile(r"(?<!la )\bmañana\b"), lambda m, today, order: _one(today + timedelta(days=1))),
    (re.compile(r"\bayer\b"), lambda m, today, order: _one(today - timedelta(days=1))),
    (re.compile(r"\bnochevieja\b"), lambda m, today, order: _one(calendar.month_day(today, 12, 31))),
    (re.compile(r"\bnochebuena\b"), lambda m, today, order: _one(calendar.month_day(today, 12, 24))),
    (re.compile(r"\bsan valentín\b"), lambda m, today, order: _one(calendar.month_day(today, 2, 14))),
    (re.compile(r"\bel (?:día )?(?P<number>\d{1,2})\b(?! (?:personas|horas))"), lambda m, today, order: _one(calendar.day_of_month(today, int(m["number"])))),
)  # fmt: skip


def length_of(match: re.Match[str], kind: str) -> int | None:
    """Minutes of a length."""
    if kind in {"30", "90"}:
        return int(kind)
    if kind == "half":
        return number(match[1]) * 60 + 30
    if kind == "minutes":
        return number(match[1])
    word = match[1].replace(",", ".")
    return round(Decimal(word) * 60) if word[0].isdigit() else NUMBERS[word] * 60
