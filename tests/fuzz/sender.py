"""Hostile requests as everybody in turn, and what broke. The same seed sends the same."""

import io
import random
import re
import time
import traceback
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_from_bytes, urlsplit

from django.db import transaction

from tests.addresses import WHO, Address, Visitors
from tests.fuzz import hostile
from tests.fuzz.forms import Form, forms_of

# The largest forms of the admin take too long, many times over.
_MOST_FIELDS = 400
_OF_DAYS = re.compile(r"_on$|_at$|since|day|^at$|start|end|date|year|gte")


@dataclass
class Report:
    """What was sent and what came of it."""

    requests: int = 0
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    by_who: Counter[str] = field(default_factory=Counter)
    # What broke: who asked how for what, and the error.
    broken: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        statuses = ", ".join(f"{code}: {n}" for code, n in sorted(self.statuses.items()))
        errors = sum(n for code, n in self.statuses.items() if code >= 500)
        return (
            f"{self.requests} requests as {len(self.by_who)} roles in {self.seconds:.1f} s,"
            f" {errors} answers of 500 and above ({statuses})"
        )


class Fuzzer:
    """Everybody with hostile values at every address."""

    def __init__(self, visitors: Visitors, addresses: list[Address], seed: int) -> None:
        self.visitors, self.addresses = visitors, addresses
        self.random = random.Random(seed)
        self.report = Report()
        self._known: dict[tuple[str, str], list[Form]] = {}
        # A dict as a set that keeps its order: the same seed must send the same.
        self._names: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def run(self, most: int) -> Report:
        """Send `most` requests: each address in turn, each time as somebody else."""
        began = time.perf_counter()
        turns = [(who, address) for address in self.addresses for who in WHO]
        self.random.shuffle(turns)
        while self.report.requests < most:
            for who, address in turns:
                if self.report.requests >= most:
                    break
                self._one(who, address)
        self.report.seconds = time.perf_counter() - began
        return self.report

    def _one(self, who: str, address: Address) -> None:
        """One hostile request; for the first form found at an address, the form before it."""
        choose = self.random.random()
        if choose < 0.55:
            forms = self._forms(who, address)
            if forms:
                return self._send_form(who, address, self.random.choice(forms))
        if choose < 0.70:
            return self._send(who, address, "GET", query=self._query(address))
        if choose < 0.80:
            return self._send(who, address, "GET", path=self._wrong_path(address.path))
        if choose < 0.90:
            body = self.random.choice(hostile.BODIES)
            kind = self.random.choice(hostile.CONTENT_TYPES)
            return self._send(who, address, "POST", body=body, CONTENT_TYPE=kind)
        method = self.random.choice(hostile.METHODS)
        return self._send(who, address, method, query=self._query(address))

    # --- What is sent

    def _forms(self, who: str, address: Address) -> list[Form]:
        key = (who, address.name)
        if key not in self._known:
            answer = self._send(who, address, "GET", hostile_headers=False)
            forms = [form for form in _forms_in(answer) if len(form.fields) <= _MOST_FIELDS]
            # Those of the frame (log out, languages) are the same on every page.
            self._known[key] = [
                form for form in forms if len(form.fields) > 1 or form.ways
            ] or forms
            self._names[address.name] |= {name: "" for form in forms for name in form.kinds}
        return self._known[key]

    def _send_form(self, who: str, address: Address, form: Form) -> Any:
        """The form as the page shows it, but for a value or two, a field less or a field twice."""
        fields = [(name.encode(), value.encode()) for name, value in form.fields]
        for _turn in range(self.random.choice((1, 1, 2, 5))):
            if not fields:
                break
            place = self.random.randrange(len(fields))
            name = fields[place][0]
            kind = form.kinds.get(name.decode(), "")
            what = self.random.random()
            if what < 0.8:
                fields[place] = (name, self._value(kind))
            elif what < 0.9:
                fields.append((name, self._value(kind)))
            else:
                del fields[place]
        split = urlsplit(self.random.choice([form.action, *form.ways]))
        path = split.path or address.path
        body = b"&".join(_escaped(name) + b"=" + _escaped(value) for name, value in fields)
        if form.method != "post":
            return self._send(who, address, "GET", path=path.encode(), query=body)
        kind = "application/x-www-form-urlencoded"
        if form.files:
            kind, body = "multipart/form-data; boundary=b", self._multipart(fields, form.files)
        return self._send(
            who,
            address,
            "POST",
            path=path.encode(),
            query=split.query.encode(),
            body=body,
            CONTENT_TYPE=kind,
        )

    def _multipart(self, fields: list[tuple[bytes, bytes]], files: list[str]) -> bytes:
        parts = [hostile.part(name, value) for name, value in fields]
        for name in files:
            file, begins = self.random.choice(hostile.FILES)
            content = begins + self.random.choice([b"", self._value()])
            parts.append(hostile.part(name.encode(), content, file))
        return b"".join(parts) + b"--b--\r\n"

    def _query(self, address: Address) -> bytes:
        pairs = []
        for _turn in range(self.random.choice((1, 1, 2, 4))):
            name = self.random.choice([*self._names[address.name], *hostile.NAMES])
            # Their names say it where no input does: arrives_on, start__gte, at.
            kind = "date" if _OF_DAYS.search(name) else ""
            pairs.append(_escaped(name.encode()) + b"=" + self._raw(kind))
        return b"&".join(pairs)

    def _wrong_path(self, path: str) -> bytes:
        """The path with one of its parts replaced."""
        parts = path.encode().split(b"/")
        value = self._value()[:3000]
        parts[self.random.randrange(len(parts))] = value
        return b"/".join(parts)

    def _value(self, kind: str = "") -> bytes:
        """A hostile value, more often than not of the kind that is asked for."""
        if self.random.random() < 0.1:
            return self.random.choice(hostile.BYTES)
        values = hostile.TEXTS
        if self.random.random() < 0.6:
            values = next((own for word, own in _OF_A_KIND.items() if word in kind), values)
        return self.random.choice(values).encode(errors="surrogatepass")

    def _raw(self, kind: str) -> bytes:
        """A value as it stands in an address: escaped, or not."""
        value = self._value(kind)[:8000]
        return value if self.random.random() < 0.1 else _escaped(value)

    # --- Sending

    def _send(
        self,
        who: str,
        address: Address,
        method: str,
        *,
        path: bytes | None = None,
        query: bytes = b"",
        body: bytes = b"",
        hostile_headers: bool = True,
        **environ: str,
    ) -> Any:
        client = self.visitors.client(who)
        asked: dict[str, Any] = {
            "REQUEST_METHOD": method,
            # As a server hands it over (PEP 3333): bytes, one character each.
            "PATH_INFO": (path or address.path.encode()).decode("latin-1"),
            "QUERY_STRING": query.decode("latin-1"),
            "wsgi.input": io.BytesIO(body),
            "CONTENT_LENGTH": str(len(body)),
            **environ,
        }
        if hostile_headers and self.random.random() < 0.25:
            name = self.random.choice(list(hostile.HEADERS))
            asked[name] = self.random.choice(hostile.HEADERS[name])
        if hostile_headers and self.random.random() < 0.02:
            asked["CONTENT_LENGTH"] = self.random.choice(hostile.LENGTHS)
        return self._judge(who, client, asked)

    def _judge(self, who: str, client: Any, asked: dict[str, Any]) -> Any:
        """Send it, and undo what it did: the next finds the world, and who asks, as they were."""
        kept, answer = client.cookies.output(header="", sep=";"), None
        client.handler.enforce_csrf_checks = self.random.random() < 0.05
        request_line = f"{who}: {asked['REQUEST_METHOD']!r} {asked['PATH_INFO'][:80]!r}"
        with transaction.atomic():
            try:
                answer = client.request(**asked)
                answer.getvalue()
                status = answer.status_code
                raised = (getattr(answer, "exc_info", None) or (None, None))[1]
            except Exception as broken:  # noqa: BLE001  (whatever it is, it is what we look for)
                status, raised = 599, broken
            transaction.set_rollback(True)
        client.cookies.clear()
        client.cookies.load(kept)
        self.report.requests += 1
        self.report.statuses[status] += 1
        self.report.by_who[who] += 1
        if status >= 500:
            where = "".join(traceback.format_exception(raised)[-4:]) if raised else ""
            self.report.broken[request_line] = f"{_short(asked)}\n{where}"
        return answer


def _forms_in(answer: Any) -> list[Form]:
    if answer is None or not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return forms_of(answer.getvalue().decode(errors="replace"))


def _short(asked: dict[str, Any]) -> str:
    body = asked["wsgi.input"].getvalue()[:600]
    return f"{ {**asked, 'wsgi.input': body} }"[:1500]


_OF_A_KIND = {
    "date": hostile.DAYS,
    "time": hostile.DAYS,
    "number": hostile.NUMBERS,
    "integer": hostile.NUMBERS,
    "email": hostile.ADDRESSES,
    "url": hostile.ADDRESSES,
}


def _escaped(value: bytes) -> bytes:
    return quote_from_bytes(value, safe="").encode()
