"""What no form would send: values, bodies, headers and addresses of somebody who looks for a crack."""

from __future__ import annotations

NUL = "\x00"
NUMBERS = [
    "0", "-1", "1.5", "1e400", "NaN", "Infinity", "9" * 30, str(2**31), str(2**63), f"-{2**63 + 1}", "٣", "²",
    "1_000", "0x10",
]  # fmt: skip
TIMES = [
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2026-11-21T20:00+99:99",
    "2200-01-01", "00010101T0000Z", "99991231T2359Z", "20261121T2100Z", f"20261121T2100Z {'9' * 20}", "25:00",
    "24:00", "-01:00", "23:59:60", "99:99", "2026-W47-6", "Europe/Nowhere",
]  # fmt: skip
TEXTS = [
    "", " ", NUL, f"a{NUL}b", "true", "null", "[]", '{"$gt": 0}', "any", "on", "x" * 10_000, "é" * 300,
    "😀" * 300, "\u202e\u2066evil", "\ufeff", "\ud7ff\ue000\uffff", "\\", "\t\v\f", "#gggggg", "XXX",
    "<script>alert(1)</script>", "' OR 1=1 --", "%s %(x)s %d {0} {x.__class__}", "../../../../etc/passwd",
    "//evil.example", "javascript:alert(1)", "ann@example.com\r\nBcc: eve@example.com", "a@b", "@",
    f"{'a' * 300}@b.example", "\r\nSet-Cookie: x=1", f"+44{'9' * 40}",
]  # fmt: skip
VALUES = [*NUMBERS, *TIMES, *TEXTS]

# As bytes, for what no library would encode.
RAW = [
    b"name=%ff%fe&day=%00&start=%c3%28",
    b"=&&&===&%%%&%zz",
    b"day=2026-11-21&day=2026-11-22&day=",
    b"\xff\xfe\x00",
    b"room[]=1&room[a]=2&__proto__[x]=1",
    b"a" * 20_000,
    b"&".join(b"k%d=1" % number for number in range(600)),
    b"day=" + b"%E2%80%AE" * 50,
    b"csrfmiddlewaretoken=%00",
]
TYPES = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=no-such-charset",
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "application/json",
    "text/plain; charset=\xff",
    "",
]
HEADERS = [
    {"cookie": "boom=\x01; csrf=; messages=garbage:x; hold==; =;;"},
    {"cookie": f"boom={'x' * 4000}"},
    {"cookie": 'messages="[[\\"__json_message\\",0,99,\\"x\\"]]:1abc:def"; reset=%00; invitation=%ff'},
    {"hx-request": "true", "hx-current-url": "http://[::1", "hx-target": "<b>", "hx-trigger": NUL},
    {"hx-request": "true", "hx-current-url-uri-autoencoded": "true", "hx-current-url": "%ff%00"},
    {"hx-request": "true", "hx-boosted": "true", "hx-history-restore-request": "maybe"},
    {"x-request-id": "../../x\x01", "x-client": "x" * 5000, "user-agent": "\xff\xfe" * 400},
    {"accept": "application/json;q=,,;=", "accept-language": f"{'xx-' * 400},*;q=2"},
    {"accept": "text/json", "if-modified-since": "Thu, 99 Foo 99999 25:61:61 GMT", "range": "bytes=-1-"},
    {"if-none-match": '"\x01', "referer": "http://\xff/", "origin": "null"},
    {"x-forwarded-for": "999.1.1.1, ::::, <b>", "x-forwarded-proto": "https, http", "x-forwarded-host": "e"},
    {"content-length": "abc"},
]
# In the place of an id, a token or a name in an address.
PIECES = [
    "0", "9" * 25, str(2**63), "-1", "%00", "%ff", "%c0%ae%c0%ae", "..", "%2e%2e%2f", "a" * 3000,
    "%F0%9F%98%80", "'", "%0d%0aX: y", "1%20OR%201=1", "MQ", "====", "٣",
]  # fmt: skip
METHODS = ["put", "patch", "delete", "options", "trace", "head"]
