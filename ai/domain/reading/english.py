"""English: how people write days, times, lengths, numbers of people and sums of money."""

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
            "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
            "twenty",
        ]
    )
    for word in words.split()
} | {"thirty": 30, "forty": 40, "fifty": 50, "a dozen": 12, "dozen": 12, "half a dozen": 6, "a couple": 2,
     "couple": 2, "a few": 3}  # fmt: skip
_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
NUMBER = rf"(?:\d{{1,3}}|{_WORDS})"
WEEKDAYS = {
    "mon": 0, "monday": 0, "tue": 1, "tues": 1, "tuesday": 1, "wed": 2, "weds": 2, "wednesday": 2,
    "thu": 3, "thur": 3, "thurs": 3, "thursday": 3, "fri": 4, "friday": 4, "sat": 5, "saturday": 5,
    "sun": 6, "sunday": 6,
}  # fmt: skip
_DAY = rf"(?:{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})"
MONTHS = {
    name: number
    for number, names in enumerate(
        "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|"
        "october oct|november nov|december dec".split("|"),
        start=1,
    )
    for name in names.split()
}
_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5,
    "5th": 5, "last": -1,
}  # fmt: skip
_ORDINAL = "|".join(ORDINALS)

FROM = "from "
PAST = {"past"}

CORRECTION = re.compile(
    r"\b(?:actually,? (?:make (?:that|it))?|make that|make it|no,? wait,?|wait,? no|scratch that|just kidding,?|"
    r"i mean(?:t)?|or rather|sorry,? (?=\d|at|on)|correction:?)\s*"
)
PARTS = (
    (re.compile(r"\b(?:in the |this )?morning\b"), 6, 12),
    (re.compile(r"\b(?:in the |this )?afternoon\b"), 12, 18),
    (re.compile(r"\b(?:in the |this )?evening\b"), 17, 24),
    (re.compile(r"\b(?:at |late )?night\b"), 18, 26),
)
TONIGHT = re.compile(r"\b(?:tonight|this evening)\b")
NIGHT = re.compile(r"\b(?:tonight|night)\b")
_TIME = r"(\d{1,2})(?:[:.h](\d{2}))?\s*(a\.?m\.?|p\.?m\.?|o'clock)?"
_NAMED = r"(noon|midday|midnight)"
RANGE = re.compile(
    rf"(?:\bfrom )?(?:\b{_TIME}|\b{_NAMED})\s*(?:-|~|\bto\b|\btill?\b|\buntil\b)\s*"
    rf"(?:{_TIME}|{_NAMED})(?![\d/])(?!\s*(?:people|ppl|guests|persons|of us|hours?|hrs?|h\b|min))"
)
BETWEEN = re.compile(
    rf"\bbetween (?:{_TIME}|{_NAMED})\s*(?:and|-|to)\s*(?:{_TIME}|{_NAMED})(?!\s*(?:people|ppl|guests|persons|of us))"
)
AFTER = re.compile(
    rf"\b(?:after|from|not before|any ?time after|no earlier than|earliest)\s+(?:{_TIME}|{_NAMED})(?!\s*(?:people|ppl|persons|hours?|hrs?))"
    rf"(?:\s*(?:onwards?|on|or later))?"
)
BEFORE = re.compile(
    rf"\b(?:before|by|until|till|no later than)\s+(?:{_TIME}|{_NAMED})(?!\s*(?:people|ppl|persons))"
)
HALF_PAST = re.compile(
    rf"\b(?:at |around |about )?half(?: past)?\s+(\d{{1,2}}|{_WORDS})\b(?!\s*(?:dozen|hour|an))"
)
QUARTER = re.compile(rf"\bquarter (past|to) (\d{{1,2}}|{_WORDS})\b")
CLOCK = (
    re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*(a\.?m\b\.?|p\.?m\b\.?|o'clock)"),
    re.compile(r"(?<![\d/.$£€])\b(\d{1,2})[:](\d{2})()(?!\s*hours)\b"),
    re.compile(
        r"(?:\bat|@|\baround|\babout|\bstarting|\bround|\bfor)\s+(\d{1,2})()()(?=\s*(?:$|[,.;!?]|tonight|tomorrow|in the|"
        r"this|on |for |with |till|o'clock))(?<!for \d)(?<!for \d\d)"
    ),
    re.compile(r"(?:\bat|@|\bstarting)\s+(\d{1,2})()()\b(?!\s*(?:people|ppl|persons|%|am|pm|of us))"),
)
AT_WORD = re.compile(
    rf"\bat\s+({_WORDS})(?: o'clock)?\b(?!\s*(?:people|ppl|of us))|\b({_WORDS}|\d{{1,2}})-?ish\b"
)
NAMED_TIME = re.compile(rf"\b(?:at )?{_NAMED}\b")
IN_A_WHILE = re.compile(rf"\bin (?:(half an hour)|(an hour)|({NUMBER}) (minutes?|mins?|hours?|hrs?))\b")
LENGTHS = (
    (re.compile(r"\b(?:for )?(?:an|one|1) hour and a half\b|\b(?:for )?(?:an )?hour and a half\b"), "90"),
    (re.compile(rf"\b(?:for )?({NUMBER}) and a half (?:hours?|hrs?)\b"), "half"),
    (re.compile(rf"\b(?:for )?({NUMBER}) (?:hours?|hrs?|h) (?:and )?({NUMBER}) ?(?:minutes?|mins?|m)\b"), "both"),
    (re.compile(r"\b(?:for )?(\d+)h(\d{2})\b"), "both"),
    (re.compile(r"\b(?:for )?(\d+(?:[.,]\d+)?) ?-?(?:hours?|hrs?|h)\b"), "hours"),
    (re.compile(rf"\b(?:for )?({_WORDS}) (?:full |whole )?(?:hours?|hrs?)\b"), "hours"),
    (re.compile(r"\b(?:for )?half an hour\b"), "30"),
    (re.compile(r"\b(?:for )?an hour\b"), "60"),
    (re.compile(rf"\b(?:for )?({NUMBER}) ?-?(?:minutes?|mins?)\b"), "minutes"),
)  # fmt: skip
_WHO = (
    r"(?:people|persons?|ppl|pax|guests?|friends|folks|guys|girls|ladies|adults?|kids?|children|singers?|"
    r"players?|colleagues|of us|musicians)"
)
_KIND = r"(?:adults?|grown-?ups|parents|men|women|boys|girls|ladies|guys|kids?|children|teenagers|teens)"
SUM_OF_TWO = re.compile(rf"\b({NUMBER}) {_KIND} ?(?:and|\+|&|plus|,) ?({NUMBER}) {_KIND}\b")
ME_AND = re.compile(
    rf"\b(?:me|myself|i)(?: and| plus| \+|,)(?: my)? ({NUMBER}) (?:other )?(?:{_WHO}|others|more|mates|buddies|pals)\b"
)
ME_AND_ONE = re.compile(
    r"\b(?:me and my|my) (?:wife|husband|girlfriend|boyfriend|partner|friend|mate|date)\b(?: and (?:i|me)\b)?"
)
MORE = re.compile(
    rf"\b(?:add|bring|with) ({NUMBER}) (?:more|extra|additional|other)\b|\b({NUMBER}) (?:more|extra|additional) {_WHO}"
)
FEWER = re.compile(rf"\b({NUMBER}) (?:fewer|less) {_WHO}|\bremove ({NUMBER}) {_WHO}")
PEOPLE = (
    re.compile(rf"\b(?:party|group|team|band|table) of (?:about |around )?({NUMBER})\b"),
    re.compile(rf"\b(?:for |about |around |the )?({NUMBER})[ -](?:other )?{_WHO}\b"),
    re.compile(rf"\b(?:we're|we are|there's|there are|there will be|it's|we'll be|we will be|us) (?:about |around )?({NUMBER})\b(?! ?(?:am|pm|:|hours?))"),
    re.compile(rf"\bfor (?:about |around |up to )?({NUMBER})\b(?! ?(?:am|pm|:\d|/|hours?|hrs?|h\b|min|days?|nights?|weeks?|dollars|bucks|pounds|euros|%))"),
    re.compile(rf"\b({NUMBER})[- ](?:person|people|piece)\b"),
)  # fmt: skip
ABOUT = re.compile(
    rf"\b(?:about|around|roughly|like) ({NUMBER})\b(?! ?(?:am|pm|:\d|/|hours?|min|dollars|bucks|pounds|euros|%))"
)
BARE = re.compile(rf"^\s*(?:it )?({NUMBER})\b(?![:.]\d| ?(?:am|pm|hours?|hrs?|h\b))")
_SIGN = r"[$£€¥]"
_UNIT = r"(?:dollars?|bucks|usd|pounds?|quid|gbp|euros?|eur|yen|jpy|yuan|rmb)"
MONEY = re.compile(
    rf"(?:\b(?:under|below|max(?:imum)?(?: of)?|up to|at most|no more than|less than|budget(?: is| of)?:?|around|about|within|for)\s+)?"
    rf"(?:({_SIGN})\s?(\d+(?:[.,]\d{{1,2}})?)|(\d+(?:[.,]\d{{1,2}})?)\s?({_UNIT}|{_SIGN}))"
    r"(?P<rest>\s*(?:in )?(?:total|altogether|all in|(?:a|per) (?:head|person)|each|pp\b|an hour|per hour|/ ?h(?:our|r)?|/ ?person|max(?:imum)?|or less|tops)?)"
)
BUDGET = re.compile(r"\bbudget(?: is| of)?:?\s+(\d+(?:[.,]\d{1,2})?)()\b(?P<rest>)")
PER: tuple[tuple[re.Pattern[str], Per], ...] = (
    (re.compile(r"head|person|each|pp"), "person"),
    (re.compile(r"hour|/ ?h"), "hour"),
)
BIGGEST = re.compile(r"\b(?:big(?:gest)?|largest|large) (?:room|one)\b")
SMALLEST = re.compile(r"\b(?:small(?:est)?) (?:room|one)\b")
REQUESTS = {
    "birthday": r"birthdays?|bday|b-day", "wheelchair": r"wheelchair|step[- ]free|accessible", "bachelorette":
    r"bachelorette|hen (?:do|party|night)", "bachelor": r"stag (?:do|party|night)|bachelor party",
    "anniversary": r"anniversary", "decorations": r"decorat\w+|balloons",
}  # fmt: skip
HOLIDAYS = {
    r"st\.? ?patrick'?s? day": (3, 17), r"new year'?s? eve|nye": (12, 31), r"new year'?s? day": (1, 1),
    r"valentine'?s?(?: day)?": (2, 14), r"halloween": (10, 31), r"christmas eve|xmas eve": (12, 24),
    r"christmas(?: day)?|xmas": (12, 25), r"boxing day": (12, 26), r"(?:the )?(?:4th|fourth) of july": (7, 4),
    r"cinco de mayo": (5, 5),
}  # fmt: skip


def number(word: str) -> int:
    """The value of a number in figures or words."""
    word = word.strip()
    return int(word) if word.isdecimal() else NUMBERS[word]


def clock(hour: str, minute: str | None, half: str | None, named: str | None = None) -> Clock:
    """A time as the patterns above give its pieces."""
    if named:
        return Clock(24 if named == "midnight" else 12, is_24h=True)
    which: Half | None = None
    if half and half[0] in "ap":
        which = "am" if half[0] == "a" else "pm"
    is_24h = which is None and minute is not None and len(hour) == 2 and hour[0] == "0"
    return Clock(number(hour), int(minute or 0), which, is_24h)


def _one(day: date | None) -> Days | None:
    return Days.one(day) if day else None


def _weekday(match: re.Match[str], group: str = "day") -> int:
    return WEEKDAYS[match[group]]


def _relative(match: re.Match[str], today: date, order: str) -> Days | None:
    weekday, which = _weekday(match), match["which"]
    if which == "next":
        return _one(calendar.of_next_week(today, weekday))
    if which == "last":
        return _one(calendar.before(today, weekday))
    return _one(calendar.nearest(today, weekday))


def _weeks_from(match: re.Match[str], today: date, order: str) -> Days | None:
    weeks = number(match["weeks"]) if match["weeks"] not in {"a", "", None} else 1
    name = match["day"]
    start = today + timedelta(days=1) if name == "tomorrow" else today
    if name in WEEKDAYS:
        start = calendar.nearest(today, WEEKDAYS[name])
    return _one(start + timedelta(weeks=weeks))


def _fortnight(match: re.Match[str], today: date, order: str) -> Days | None:
    found = _weeks_from(match, today, order)
    return _one(found.first + timedelta(weeks=1)) if found else None


def _numeric(match: re.Match[str], today: date, order: str) -> Days | None:
    year = int(match["year"]) if match["year"] else None
    return _one(calendar.in_figures(today, int(match["a"]), int(match["b"]), year, order))


def _named(match: re.Match[str], today: date, order: str) -> Days | None:
    year = int(match["year"]) if match["year"] else None
    if match["next_year"]:
        year = today.year + 1
    return _one(calendar.month_day(today, MONTHS[match["month"].rstrip(".")], int(match["number"]), year))


def _nth(match: re.Match[str], today: date, order: str) -> Days | None:
    month = MONTHS.get((match["month"] or "").rstrip("."))
    if match["next_month"]:
        month = today.month % 12 + 1
    return _one(calendar.nth_weekday(today, ORDINALS[match["nth"]], _weekday(match), month))


def _in_days(match: re.Match[str], today: date, order: str) -> Days | None:
    many = number(match["many"]) if match["many"] != "a" else 1
    return _one(today + timedelta(days=many * (7 if "week" in match["unit"] else 1)))


def _every(match: re.Match[str], today: date, order: str) -> Days | None:
    weekday = _weekday(match)
    if match["month"]:
        return calendar.every_in_month(today, weekday, MONTHS[match["month"].rstrip(".")])
    first = calendar.nearest(today, weekday)
    return Days(first, first + timedelta(weeks=3), (weekday,))


def _workdays(match: re.Match[str], today: date, order: str) -> Days | None:
    span = calendar.week(today, 1 if match["next"] else 0)
    last = calendar.monday_of(span.first) + timedelta(days=4)
    return Days(span.first, max(span.first, last), calendar.WORKDAYS)


_YEAR = r"(?:,? (?P<year>20\d\d)\b)?(?P<next_year>,? next year)?"
DAYS: tuple[DayRule, ...] = (
    (re.compile(r"\b(?P<y>20\d\d)-(?P<m>\d{1,2})-(?P<d>\d{1,2})\b"),
     lambda m, today, order: _one(calendar.month_day(today, int(m["m"]), int(m["d"]), int(m["y"])))),
    (re.compile(r"\bthe day after tomorrow\b|\bday after tomorrow\b"), lambda m, today, order: _one(today + timedelta(days=2))),
    (re.compile(r"\bthe day before yesterday\b"), lambda m, today, order: _one(today - timedelta(days=2))),
    (re.compile(rf"\b(?P<weeks>a|{NUMBER}) weeks? (?:from |on |after )?(?P<day>today|tomorrow|now|{_DAY})\b"), _weeks_from),
    (re.compile(rf"\ba fortnight (?:from |on )?(?P<day>today|tomorrow|{_DAY})(?P<weeks>)\b"), _fortnight),
    (re.compile(rf"\b{_DAY},? (?:on )?the (?P<number>\d{{1,2}})(?:st|nd|rd|th)\b(?! (?:of )?{_MONTH})"),
     lambda m, today, order: _one(calendar.day_of_month(today, int(m["number"])))),
    (re.compile(rf"\b(?P<day>{_DAY}|today|tomorrow) (?P<weeks>{NUMBER} )?weeks?\b(?! (?:day|end))"), _weeks_from),
    (re.compile(rf"\b(?:every|each) (?P<day>{_DAY})s?(?: (?:in|of) (?P<month>{_MONTH}))?\b"), _every),
    (re.compile(rf"\b(?:the )?(?P<nth>{_ORDINAL}) (?P<day>{_DAY}) (?:of|in) (?:(?:the|this) month|(?P<next_month>next month)|(?P<month>{_MONTH}))"), _nth),
    (re.compile(r"\b(?:any|on a|a) (?:week ?day|work ?day|weeknight)(?: (?:(?P<next>next week)|this week))?\b|\bweekdays (?P<_n>next week)\b"), _workdays),
    (re.compile(rf"\b(?:{_DAY},? (?:the )?)?(?P<number>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})(?![a-z]){_YEAR}"), _named),
    (re.compile(rf"\b(?:{_DAY},? )?(?P<month>{_MONTH}) (?:the )?(?P<number>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){_YEAR}"), _named),
    (re.compile(rf"\b(?:{_DAY},? )?(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})(?:/(?P<year>\d{{2,4}}))?\b"), _numeric),
    (re.compile(rf"\b(?:{_DAY},? )?(?P<a>\d{{1,2}})\.(?P<b>\d{{1,2}})\.(?P<year>20\d\d|\d\d)?(?!\d)"), _numeric),
    (re.compile(r"\bnext weekend\b"), lambda m, today, order: calendar.weekend(today, 1)),
    (re.compile(r"\b(?:this|the|at the|on the|over the)? ?weekend\b"), lambda m, today, order: calendar.weekend(today)),
    (re.compile(rf"\b(?P<which>this|next|last|coming|this coming)? ?\b(?P<day>{_DAY})\b(?!s)"), _relative),
    (re.compile(r"\bnext week\b"), lambda m, today, order: calendar.week(today, 1)),
    (re.compile(r"\bthis week\b"), lambda m, today, order: calendar.week(today, 0)),
    (re.compile(rf"\bin (?P<many>a|{NUMBER}) (?P<unit>days?|weeks?)(?:' time)?\b"), _in_days),
    (re.compile(r"\b(?:today|tonight|this (?:evening|afternoon|morning)|right now|now)\b"), lambda m, today, order: Days.one(today)),
    (re.compile(r"\b(?:tomorrow|tmrw|tomorow|tmr)\b"), lambda m, today, order: _one(today + timedelta(days=1))),
    (re.compile(r"\byesterday\b"), lambda m, today, order: _one(today - timedelta(days=1))),
    *((re.compile(rf"\b(?:on )?(?:{words})\b"), lambda m, today, order, md=md: _one(calendar.month_day(today, *md)))
      for words, md in HOLIDAYS.items()),
    (re.compile(r"\b(?:easter sunday|easter)\b"), lambda m, today, order: _one(next(
        day for day in (calendar.easter(today.year), calendar.easter(today.year + 1)) if day >= today))),
    (re.compile(r"\b(?:on )?the (?P<number>\d{1,2})(?:st|nd|rd|th)\b"), lambda m, today, order: _one(calendar.day_of_month(today, int(m["number"])))),
)  # fmt: skip


def length_of(match: re.Match[str], kind: str) -> int | None:
    """Minutes of a length; None where it is none that anybody means."""
    if kind in {"30", "60", "90"}:
        return int(kind)
    if kind == "half":
        return number(match[1]) * 60 + 30
    if kind == "both":
        return number(match[1]) * 60 + number(match[2])
    if kind == "minutes":
        return number(match[1])
    word = match[1].replace(",", ".")
    return round(Decimal(word) * 60) if word[0].isdigit() else NUMBERS[word] * 60
