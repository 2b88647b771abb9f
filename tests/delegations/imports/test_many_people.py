"""A table of many real-looking people of many delegations: each row is accounted for.

`PEOPLE=8000 pytest -s tests/delegations/imports/test_many_people.py` takes the whole of it and
prints how long it takes; the suite takes a sample, and says that the time grows with the rows.
"""

import os
import random
import time
from typing import Any

import pytest

from delegations.models import Attendee, Travel
from events.choices import Verdict
from events.imports import services
from events.models import ImportBatch
from tests.delegations.imports.office import Desk, workbook

PEOPLE = int(os.environ.get("PEOPLE", "400"))
# A file has five thousand rows at most.
MOST_ROWS = 4_000
_NAMES = {
    "AR": (
        "Zoilo Adán Juana Diego Lucía",
        "Álvarez Zuluaga Rossi Fernández de_la_Cruz Ortiz",
    ),
    "CN": ("伟 芳 娜 秀英 敏 静", "王 李 张 刘 陈 欧阳"),
    "DE": ("Hans Jürgen Ute Sabine Jörg Anne", "MÜLLER Schäfer von_Weiß Groß Öztürk Lehmann"),
    "HU": ("János Éva Gábor Ilona László Zsófia", "Kovács Nagy Őze Szabó Tóth Varga"),
    "KR": ("Min-jun Seo-yeon Ji-hoon Ha-eun Do-yun Su-bin", "KIM LEE PARK CHOI JUNG KANG"),
    "RU": ("Иван Ольга Сергей Анна Пётр Елена", "Иванов Петров Сидоров Ковалёв Соколов Орлов"),
    "AE": ("محمد أحمد فاطمة سالم علي مريم", "آل_مكتوم الفلاسي المنصوري الكعبي السويدي المري"),
    "VN": ("Văn_An Thị_Hoa Minh Quốc_Huy Lan Đức", "Nguyễn Trần Lê Phạm Hoàng Vũ"),
    "ID": ("Suharto Joko Megawati Siti Budi Agus", "Widodo Sukarno Putri Santoso Wijaya Lestari"),
    "BR": ("João Ana Luiz Marina Paulo Beatriz", "da_Silva Souza Costa Santos Oliveira Lima"),
}
_FAMILY_FIRST = {"CN", "HU", "KR", "VN"}
HEADER = ["Delegation", "Title", "Full name", "Position", "E-mail", "Arrival date", "Function"]
_TITLES = ("Mr", "Ms", "HE Mr", "Dr", "Prof. Dr.", "", "n/a", "Excmo. Sr.")


def make_rows(desk: Desk, count: int) -> list[list[Any]]:
    """`count` people of a delegation for each forty; each fiftieth has a fault."""
    random.seed(7)
    countries = list(_NAMES)
    rows = []
    for number in range(count):
        city = number // 40
        country = countries[city % len(countries)]
        code = f"{country}-{city:03}"
        if number % 40 == 0:
            desk._delegation(code, f"City {city}", country)
        given, family = (random.choice(part.split()) for part in _NAMES[country])
        parts = (family, given) if country in _FAMILY_FIRST else (given, family)
        name = ("" if country == "CN" else " ").join(parts).replace("_", " ")
        mail = "nobody" if number % 50 == 49 else f"p{number}@city{city}.example"
        day = f"2030-04-{20 + number % 10}"
        title = random.choice(_TITLES)
        rows.append([code, title, name, f"Officer {number}", mail, day, "Delegate"])
    return rows


def upload(desk: Desk, rows: list[list[Any]]) -> ImportBatch:
    """Upload a table whose column “Title” somebody has called the honorific."""
    batch = desk.upload(workbook([HEADER, *rows]))
    chosen = {**services.mapping_of(batch).columns, 1: "honorific"}
    services.choose_columns(batch=batch, chosen=chosen, by=desk.officer)
    return batch


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


def test_each_of_many_rows_is_accounted_for(desk: Desk) -> None:
    rows = make_rows(desk, PEOPLE)
    faulty = sum(row[4] == "nobody" for row in rows)
    took = {"preview": 0.0, "apply": 0.0}
    # Of this process alone: what else the machine does is none of it.
    errors = 0

    for first in range(0, PEOPLE, MOST_ROWS):
        batch = upload(desk, rows[first : first + MOST_ROWS])
        start = time.process_time()
        plan = services.plan_import(batch, desk.officer)
        took["preview"] += time.process_time() - start
        assert len(plan.rows) == len(rows[first : first + MOST_ROWS])
        assert plan.counts[Verdict.CREATE] + plan.counts[Verdict.ERROR] == len(plan.rows)
        start = time.process_time()
        rest = services.apply_good_rows(batch=batch, by=desk.officer, reviewed=plan.fingerprint)
        took["apply"] += time.process_time() - start
        errors += len(services.plan_import(rest, desk.officer).rows)

    print(PEOPLE, {name: round(seconds, 1) for name, seconds in took.items()})
    assert errors == faulty
    people = Attendee.objects.all()
    assert people.count() == Travel.objects.count() == PEOPLE - faulty
    # Everybody has a name as typed, and a likely family name or none of that custom.
    assert not people.filter(display_name="").exists()
    unlikely = people.filter(family="").exclude(delegation__code__startswith="ID-")
    assert not unlikely.exists()


def test_the_time_of_a_preview_grows_with_the_rows(desk: Desk) -> None:
    rows = make_rows(desk, 600)
    small, large = upload(desk, rows[:150]), upload(desk, rows)

    def seconds(batch: ImportBatch) -> float:
        best = []
        for _ in range(2):
            start = time.process_time()
            services.plan_import(batch, desk.officer)
            best.append(time.process_time() - start)
        return min(best)

    seconds(small)
    ratio = seconds(large) / seconds(small)
    print(f"four times the rows take {ratio:.1f} times as long")
    assert ratio < 8
