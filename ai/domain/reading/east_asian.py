"""Japanese and Chinese: no spaces between words, numbers in figures or characters, and clocks beyond 24."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from ai.domain.reading import calendar, clock
from ai.domain.reading.pieces import Pieces
from ai.domain.reading.scanning import Scanner
from ai.domain.reading.shapes import Budget, Days, Per, Place, Window

DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7,
          "八": 8, "九": 9}  # fmt: skip
STEPS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "萬": 10_000}
N = r"(\d+|[〇零一二两兩三四五六七八九十百千万萬]+)"
WEEKDAYS = {"月": 0, "火": 1, "水": 2, "木": 3, "金": 4, "土": 5, "日": 6}
CHINESE_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
CORRECTION = re.compile(r"(?:やっぱり|いや、|訂正|じゃなくて|ではなく|不对|不對|等等|改成|还是|應該是)\s*")
NIGHT = re.compile(r"夜|今晩|今夜|晚上|晚|深夜")
EARLIER_HALF = r"(?:翌日?|次日|第二天)?の?(?P<{0}half>午前|朝|早上|上午|凌晨|午後|夜|夕方|晩|下午|晚上|傍晚|中午|昼|今晚)?の?"
HOURS = r"(?P<{0}hour>\d{{1,2}}|[一二两兩三四五六七八九十]+)(?:時|时|點|点|:)(?:(?P<{0}half_past>半)|(?P<{0}minute>\d{{1,2}}|[一二三四五十]+)分?|钟|鐘)?"
MORNING, AFTERNOON = re.compile("午前|朝|早上|上午|凌晨"), re.compile("午後|夜|夕方|晩|下午|晚|傍晚")
TIME = (EARLIER_HALF + HOURS).format("a")
OTHER_TIME = (EARLIER_HALF + HOURS).format("b")
RANGE = re.compile(rf"{TIME}\s*(?:から|~|-|到|至)\s*{OTHER_TIME}(?:まで)?(?!間|间)")
AFTER = re.compile(rf"{TIME}(?:以降|より後|過ぎ|以后|以後|之后|之後)")
BEFORE = re.compile(rf"{TIME}(?:まで|以前|前|之前)")
START = re.compile(rf"{TIME}(?!間|间)")
LENGTHS = (
    (re.compile(rf"{N}\s*(?:時間|个半小时|個半小時)半?(?P<half>半)?"), 60),
    (re.compile(rf"{N}\s*(?:个|個)?(?P<half>半)?(?:小时|小時|钟头|鐘頭)(?P<after>半)?"), 60),
    (re.compile(r"(?P<only>半)(?:个|個)?(?:小时|小時|時間)"), 30),
    (re.compile(rf"{N}\s*(?:分間|分钟|分鐘)"), 1),
)
PEOPLE = re.compile(rf"{N}\s*(?:人|名|个人|個人|位|名様|人組)")
BUDGET = re.compile(
    rf"(?:予算|预算|預算|最高|不超过|不超過)?は?(?P<sign>[¥￥$€£])?{N}\s*(?P<unit>円|日元|美元|美金|元|块|塊|欧元|歐元|ユーロ|ドル|ポンド)"
)
PER: tuple[tuple[re.Pattern[str], Per], ...] = (
    (re.compile(r"一人|1人|あたり|每人|人均"), "person"),
    (re.compile(r"時間あたり|每小时|每小時"), "hour"),
)
CURRENCIES = {"円": "JPY", "日元": "JPY", "美元": "USD", "美金": "USD", "ドル": "USD", "欧元": "EUR", "歐元": "EUR",
              "ユーロ": "EUR", "ポンド": "GBP"}  # fmt: skip
PARTS = (
    (re.compile(r"朝|午前|早上|上午"), 6, 12),
    (re.compile(r"午後|昼|下午"), 12, 18),
    (re.compile(r"夕方|傍晚"), 17, 24),
    (re.compile(r"夜|今晩|今夜|晚上|晚"), 18, 26),
)
REQUESTS = {
    "birthday": "誕生日|生日",
    "wheelchair": "車椅子|车いす|轮椅|輪椅",
    "anniversary": "記念日|纪念日",
}
BIGGEST, SMALLEST = (
    re.compile("大きい部屋|一番大きい|大部屋|最大|大包厢"),
    re.compile("小さい部屋|最小|小包厢"),
)
_WEEKDAY_JA = r"(?P<day>[月火水木金土日])曜?日?"
DAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]], ...] = (
    (re.compile(r"(?P<y>20\d\d)[年/-](?P<m>\d{1,2})[月/-](?P<d>\d{1,2})日?"),
     lambda m, today: calendar.month_day(today, int(m["m"]), int(m["d"]), int(m["y"]))),
    (re.compile(rf"(?P<m>\d{{1,2}}|[一二三四五六七八九十]+)月{N}[日号號]?"),
     lambda m, today: calendar.month_day(today, number(m["m"]), number(m[2]))),
    (re.compile(r"(?<!\d)(?P<m>\d{1,2})/(?P<d>\d{1,2})(?!\d)"),
     lambda m, today: calendar.month_day(today, int(m["m"]), int(m["d"]))),
    (re.compile("大后天|大後天|しあさって|明々後日"), lambda m, today: today + timedelta(days=3)),
    (re.compile("明後日|あさって|后天|後天"), lambda m, today: today + timedelta(days=2)),
    (re.compile("一昨日|おととい|前天"), lambda m, today: today - timedelta(days=2)),
    (re.compile("昨日|きのう|昨天|昨晚"), lambda m, today: today - timedelta(days=1)),
    (re.compile("明日|あした|明天|明晚"), lambda m, today: today + timedelta(days=1)),
    (re.compile("今日|きょう|今夜|今晩|今天|今晚|本日"), lambda m, today: today),
    (re.compile(rf"(?P<week>再来週|来週|今週|この)の?{_WEEKDAY_JA}"), lambda m, today: _of_week(m, today, WEEKDAYS)),
    (re.compile(rf"(?P<week>){_WEEKDAY_JA.replace('曜?日?', '曜日?')}"), lambda m, today: _of_week(m, today, WEEKDAYS)),
    (re.compile(r"(?P<week>下下|下个?|下個?|这个?|這個?|本)?(?:周|週|星期|礼拜|禮拜)(?P<day>[一二三四五六日天])"),
     lambda m, today: _of_week(m, today, CHINESE_WEEKDAYS)),
)  # fmt: skip
SPANS: tuple[tuple[re.Pattern[str], Callable[[date], Days]], ...] = (
    (re.compile("来週末|下周末|下週末|下个周末"), lambda today: calendar.weekend(today, 1)),
    (re.compile("今週末|週末|这个?周末|周末"), calendar.weekend),
    (re.compile("来週|下周|下週|下个?星期"), lambda today: calendar.week(today, 1)),
    (re.compile("今週|这周|本周"), lambda today: calendar.week(today, 0)),
)
IN_DAYS = re.compile(rf"{N}\s*(?:日後|天后|天後)")


def number(word: str) -> int:
    """The value of a number in figures or characters, up to ten thousands."""
    if word.isdecimal():
        return int(word)
    total = below = 0
    for character in word:
        if character in STEPS:
            step = STEPS[character]
            if step == 10_000:
                total, below = (total + below or 1) * step, 0
            else:
                total, below = total + (below or 1) * step, 0
        else:
            below = below * 10 + DIGITS[character] if below else DIGITS[character]
    return total + below


def read(words: str, now: datetime, place: Place) -> Pieces:
    """What these words say."""
    scanner, pieces = Scanner(words), Pieces()
    pieces.is_night = scanner.has(NIGHT)
    _days(scanner, pieces, now.date())
    _minutes(scanner, pieces)
    _budget(scanner, pieces, place)
    _times(scanner, pieces)
    if match := scanner.first(PEOPLE):
        pieces.party_size = number(match[1])
        _say(pieces, "party_size", match)
    _part_of_day(scanner, pieces)
    pieces.requests = tuple(name for name, words in REQUESTS.items() if re.search(words, scanner.whole))
    pieces.rest = scanner.text
    return pieces


def _say(pieces: Pieces, slot: str, match: re.Match[str]) -> None:
    pieces.phrases.setdefault(slot, match[0].strip())
    pieces.last = slot


def _of_week(match: re.Match[str], today: date, names: dict[str, int]) -> date:
    weekday, week = names[match["day"]], match["week"] or ""
    if week.startswith(("再来", "下下")):
        return calendar.of_next_week(today, weekday) + calendar.WEEK
    if week.startswith(("来週", "下")):
        return calendar.of_next_week(today, weekday)
    return calendar.nearest(today, weekday)


def _days(scanner: Scanner, pieces: Pieces, today: date) -> None:
    for pattern, rule in DAYS:
        match = pattern.search(scanner.text)
        if match and (day := rule(match, today)):
            scanner.take(match)
            pieces.days = Days.one(day)
            _say(pieces, "days", match)
            return
    if match := scanner.first(IN_DAYS):
        pieces.days = Days.one(today + timedelta(days=number(match[1])))
        _say(pieces, "days", match)
        return
    for pattern, span in SPANS:
        if match := scanner.first(pattern):
            pieces.days = span(today)
            _say(pieces, "days", match)
            return


def _minutes(scanner: Scanner, pieces: Pieces) -> None:
    for pattern, unit in LENGTHS:
        if match := scanner.first(pattern):
            groups = match.groupdict()
            if groups.get("only"):
                pieces.minutes = 30
            else:
                halves = any(groups.get(name) for name in ("half", "after"))
                pieces.minutes = number(match[1]) * unit + (30 if halves else 0)
            _say(pieces, "minutes", match)
            return


def _budget(scanner: Scanner, pieces: Pieces, place: Place) -> None:
    if not (match := scanner.first(BUDGET)):
        return
    currency = CURRENCIES.get(match["unit"], place.currency)
    per: Per = next((per for pattern, per in PER if pattern.search(scanner.whole)), "total")
    pieces.budget = Budget(Decimal(number(match[2])), per, currency)
    _say(pieces, "budget", match)


def _clock(match: re.Match[str], which: str) -> clock.Clock | None:
    hour, half = number(match[f"{which}hour"]), match[f"{which}half"] or ""
    minute = 30 if match[f"{which}half_past"] else number(match[f"{which}minute"] or "0")
    if MORNING.search(half):
        found = clock.Clock(hour, minute, "am" if hour <= clock.NOON else None)
    elif AFTERNOON.search(half):
        found = clock.Clock(hour, minute, "pm" if hour <= clock.NOON else None)
    else:
        found = clock.Clock(hour, minute)
    return found if found.is_possible else None


def _times(scanner: Scanner, pieces: Pieces) -> None:
    for pattern, opens in ((AFTER, True), (BEFORE, False)):
        if RANGE.search(scanner.text):
            break
        if (match := pattern.search(scanner.text)) and (at := _clock(match, "a")):
            scanner.take(match)
            limit = clock.at(at.settled(is_evening=pieces.is_night))
            pieces.window = Window(limit, None) if opens else Window(None, limit)
            _say(pieces, "window", match)
            return
    if match := RANGE.search(scanner.text):
        begins, ends = _clock(match, "a"), _clock(match, "b")
        found = clock.stretch(begins, ends, is_evening=pieces.is_night) if begins and ends else None
        if found:
            scanner.take(match)
            pieces.start, length = found
            pieces.minutes = pieces.minutes or length
            _say(pieces, "start", match)
            return
    for match in START.finditer(scanner.text):
        if at := _clock(match, "a"):
            scanner.take(match)
            pieces.start = at.settled(is_evening=pieces.is_night)
            # A clock that runs on after midnight says itself that it is the next date.
            pieces.is_night = pieces.is_night and at.hour < clock.NOON * 2
            _say(pieces, "start", match)
            return


def _part_of_day(scanner: Scanner, pieces: Pieces) -> None:
    if pieces.start is not None or pieces.window is not None:
        return
    for pattern, first, last in PARTS:
        if match := pattern.search(scanner.whole):
            pieces.window = Window(time(first), time(last % 24))
            _say(pieces, "window", match)
            return
