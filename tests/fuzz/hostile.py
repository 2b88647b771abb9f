"""Values that somebody may send where something else was meant."""

# ruff: noqa: E501  (long lists, to be read at a glance)
# fmt: off

import json

DAYS = [
    "0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59:59.999999",
    "9999-12-31T23:59-14:00", "0001-01-01T00:00+14:00", "0000-00-00", "10000-01-01", "-1-01-01",
    "2030-02-30", "2030-05-02T12:00+99:99", "2030-W01-1", "24:00", "00:00", "23:59:60", "T",
]
NUMBERS = [
    "0", "-0", "-1", "1", "1.5", "1e309", "-1e309", "NaN", "Infinity", "0x10", "1_000", "²", "١٢٣",
    str(2**15), str(2**31), str(2**63), str(-(2**63) - 1), "9" * 400, "9" * 5000,
]
ADDRESSES = [
    "//[", "http://[::", "https://[evil", "//evil.test", "///evil.test", "\\\\evil.test",
    "javascript:alert(1)", "http://a:99999/", "http://[fe80::1%25eth0]/", "/\r\nX: y", "?", "#",
    "a@b", "@", "a@[::", "a@[1.2.3.4", "ä@ö.example", "mailto:a", "../../../etc/passwd",
]
_TEXTS = [
    "", " ", "\0", "a\0b", "\t\r\n", "'", '"', "`", "<script>alert(1)</script>", "{{7*7}}", "{% x %}",
    "%", "%00", "%s%n%d", "%(a)s", "{0}", "{a}", "=1+1", "\ufeff=1", "\u202eabc", "\u2066",
    "\ud800", "\udfff\ud800", "𠀀", "👩‍👩‍👧", "张伟", "é" * 300, "A" * 70_000, "(" * 500, "[" * 3000,
    "*" * 300, "on", "true", "null", "None", "all", "any", "en", "zh-hans", "xx", "en-US-x-y",
    "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "{}", "[]",
    "[[1]]", '{"1": "x"}', '{"a": null}', "[null]", "[1e999]", '"x"', "1,2,3", "1:2", "a=b&c=d",
    json.dumps({"x": [["y"] * 20] * 20}), '{"a":' * 2000,
]
TEXTS = [*DAYS, *NUMBERS, *ADDRESSES, *_TEXTS]

# As bytes of an address or a body: what is no UTF-8, and half of an escape.
BYTES = [
    b"\xff\xfe",
    b"\xc0\x80",
    b"\x80",
    b"%",
    b"%zz",
    b"%u0041",
    b"%ff%fe",
    b"%00",
    b"%ed%a0%80",
]

HEADERS: dict[str, list[str]] = {
    "HTTP_HOST": ["[::1", "[", "evil.test", "a" * 300, "testserver:99999", "testserver:x", "", "\xff"],
    "HTTP_REFERER": ["http://[::", "//[", "\xff", "about:blank", "http://testserver/\ud800"[:18]],
    "HTTP_ORIGIN": ["http://[::", "null", "//[", "https://evil.test", "http://testserver"],
    "HTTP_ACCEPT_LANGUAGE": ["*", ";;;", "x" * 5000, "en;q=abc", "zh-hant,zz;q=9", "-", "\xff", "a,"*999],
    "HTTP_IF_NONE_MATCH": ["*", "W/", '"', 'W/"\xff"', ",,,", '"a"' * 999],
    "HTTP_IF_MODIFIED_SINCE": ["x", "Thu, 01 Jan 0001 00:00:00 GMT", "Thu, 99 Foo 9999 99:99:99"],
    "HTTP_RANGE": ["bytes=0-", "bytes=-1", "bytes=9-1", "bytes=a-b", "bytes=0-0,1-1", "items=1", "\xff"],
    "HTTP_ACCEPT_ENCODING": ["gzip;q=x", "*;q=0", "br, zstd, \xff", "identity;q=0", ";"],
    "HTTP_ACCEPT": ["application/json", "*", "text/html;q=x", "\xff"],
    "HTTP_COOKIE": [
        "session=", "session=\xff", "session=../../x", "csrf=\x00", "messages=x$y", "=;=;", "a" * 5000,
        'session="a', "django_language=../..", "django_language=zh",
    ],
    "HTTP_AUTHORIZATION": ["Bearer", "Bearer \xff", "Basic \xff", "Bearer " + "a" * 9000, "\x00"],
    "HTTP_X_FORWARDED_FOR": ["[::", "1.2.3.4, \xff", "x" * 3000, "1.2.3.4:99999"],
    "HTTP_X_REQUESTED_WITH": ["XMLHttpRequest"],
    "HTTP_SEC_FETCH_SITE": ["cross-site", "same-site", "\xff", ""],
    "HTTP_CONTENT_ENCODING": ["gzip", "\xff"],
    "HTTP_TRANSFER_ENCODING": ["chunked"],
    "REMOTE_ADDR": ["", "unix:", "[::"],
}

CONTENT_TYPES = [
    "", "x", "/", "application/json", "application/json; charset=utf-16", "text/plain; charset=nothing",
    "application/x-www-form-urlencoded; charset=utf-16",
    "application/x-www-form-urlencoded; charset=nothing", "application/x-www-form-urlencoded; charset=\xff",
    "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\xff",
    "multipart/form-data; boundary=" + "x" * 300, "multipart/form-data; boundary=b; charset=nothing", "multipart/form-data; boundary=b",
    "message/rfc822", "application/xml",
]
_PART = b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n%s\r\n\r\n%s\r\n--b--\r\n'
BODIES = [
    b"", b"\0", b"\xff\xfe\x00", b"{", b"[", b"[" * 90_000, b'{"a":' * 9000, b"null", b"1e999", b'"\\ud800"',
    b"&" * 4100, b"a=1&" * 4100, b"=", b"%", b"%zz=%00", b"--b", b"--b--", b"--b\r\n\r\n",
    _PART % (b"file", b'; filename="../../a.png"', b"Content-Type: image/png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50),
    _PART % (b"file", b'; filename="a.xlsx"', b"Content-Type: x; charset=nothing", b"PK\x03\x04" + b"\0" * 50),
    _PART % (b"file", b'; filename="\xff\x00.pdf"', b"Content-Transfer-Encoding: base64", b"%PDF-!!!!"),
    _PART % (b"\xff", b"", b"Content-Length: -1", b"\0"),
    _PART % (b"reason", b"; filename*=utf-9''%00", b"", b"x"),
    b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n"a\0\n\xff,"',
    b"Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\xff",
]

METHODS = (
    "HEAD",
    "PUT",
    "PATCH",
    "DELETE",
    "OPTIONS",
    "TRACE",
    "QUERY",
    "CONNECT",
    "PROPFIND",
    "get",
    "",
    "\xff",
)
LENGTHS = ["", "-1", "x", "99999999999999999999", "1"]
FILES = [
    ("a.csv", b""), ("a.csv", b"a,b\n"), ("a.xlsx", b"PK\x03\x04"), ("a.pdf", b"%PDF-1.7\n%%EOF"), ("a.png", b"\x89PNG\r\n\x1a\n"),
    ("a.jpg", b"\xff\xd8\xff"), ("a", b""), ("\0.csv", b"a"), ("\xff" * 300 + ".jpg", b""), ("../../a.pdf", b""),
]
# What some view reads from an address.
NAMES = [
    "next", "page", "q", "at", "day", "view", "kind", "room", "track", "language", "lang", "order", "then", "ready",
    "columns", "since", "arrives_on", "departs_on", "delegation", "country", "function", "status", "session",
    "signed_up", "codes", "from", "to", "version", "by", "only", "still", "waits", "head", "mail", "term", "app_label",
    "model_name", "field_name", "o", "p", "e", "all", "_popup", "_to_field", "_changelist_filters", "date__year",
    "start__year", "start__month", "start__day", "start__date__gte", "id__in", "pk", "event__id__exact", "page_size",
    "format", "token", "code", "start", "end", "minutes", "rehearse",
]


def part(name: bytes, value: bytes, file: str | None = None) -> bytes:
    """A part of a body of the kind multipart/form-data, with the boundary b."""
    named = b"" if file is None else b'; filename="%s"' % file.encode("latin-1")
    return b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (name, named, value)
