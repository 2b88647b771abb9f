"""Every word of the portal is there in each of its languages, and no word is there for nothing."""

import gettext
import re
from functools import cache
from pathlib import Path

import allauth
import django
import polib
import pytest
from django.apps import apps
from django.utils import translation
from django.utils.functional import Promise

from tests import translatable
from tests.paths import ROOT
from tests.translatable import APPS, Text

_LANGUAGES = ("zh_Hans", "fr", "es", "ru", "ar")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")
# Names of formats are the same in every language.
_NAMES = {"Atom", "XLSX", "CSV", "PDF", "JSON"}
# The style page is for those who write pages: in English, and marked as such.
_FOR_DEVELOPERS = {
    "templates/style.html",
    "templates/components/style_tokens.html",
    "forum_portal/style/samples.py",
}
every_language = pytest.mark.parametrize("language", _LANGUAGES)


def catalogue(language: str) -> polib.POFile:
    """The catalogue of a language; texts that stand in it twice are an error."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path), check_for_duplicates=True)


@cache
def asked_for() -> set[Text]:
    """Every text that code and templates ask a translation for."""
    return translatable.texts()


def text_of(entry: polib.POEntry) -> Text:
    return Text(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def forms(entry: polib.POEntry) -> dict[int, str]:
    """What an entry says, by the number of its plural form."""
    return entry.msgstr_plural if entry.msgid_plural else {0: entry.msgstr}


def plural_rule(header: str) -> tuple[int, dict[int, list[int]]]:
    """How many forms a language has, and which of the first 200 numbers each is for."""
    match = re.fullmatch(r"nplurals=(\d); plural=(.+);", header)
    assert match is not None
    form_of = gettext.c2py(match[2])
    numbers: dict[int, list[int]] = {}
    for number in range(200):
        numbers.setdefault(form_of(number), []).append(number)
    return int(match[1]), numbers


def filled(text: str) -> str:
    """The text with something in each place; an error where it has no such place."""
    if "%(" in text:
        return text % dict.fromkeys(re.findall(r"%\((\w+)\)", text), 1)
    if _PLACEHOLDER.search(text) and "{" in text:
        return text.format(**dict.fromkeys(re.findall(r"\{(\w+)\}", text), 1))
    return text % ((1,) * len(re.findall(r"%[sd]", text))) if "%" in text else text


# --- The catalogues -------------------------------------------------------------------------------


@every_language
def test_every_text_has_a_translation(language: str) -> None:
    translated = {text_of(entry) for entry in catalogue(language).translated_entries()}

    assert {"core", "programme", "forum_portal"} < {*APPS}
    assert len(asked_for()) > 600
    assert sorted(asked_for() - translated) == []


@every_language
def test_no_translation_is_left_over_or_a_guess(language: str) -> None:
    entries = catalogue(language)

    assert sorted({text_of(entry) for entry in entries} - asked_for()) == []
    assert [entry.msgid for entry in entries if entry.fuzzy or entry.obsolete] == []


@every_language
def test_every_plural_has_as_many_forms_as_the_language(language: str) -> None:
    entries = catalogue(language)
    count, numbers = plural_rule(entries.metadata["Plural-Forms"])

    assert count == {"zh_Hans": 1, "fr": 2, "es": 2, "ru": 3, "ar": 6}[language]
    assert sorted(numbers) == list(range(count))
    for entry in entries:
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == list(range(count)), entry.msgid


@every_language
def test_no_translation_loses_a_placeholder(language: str) -> None:
    entries = catalogue(language)
    _count, numbers = plural_rule(entries.metadata["Plural-Forms"])

    for entry in entries:
        for form, text in forms(entry).items():
            expected, found = (set(_PLACEHOLDER.findall(one)) for one in (entry.msgid, text))
            # "One session" and "two sessions" need no figure: the form is for that number alone.
            if entry.msgid_plural and len(numbers[form]) == 1:
                expected -= {"%(count)d", "%(counter)s"} - found
            assert found == expected, text


@every_language
def test_every_translation_can_be_filled_in(language: str) -> None:
    for entry in catalogue(language):
        for text in forms(entry).values():
            assert not _PLACEHOLDER.search(filled(text)), text


def test_french_signs_are_never_alone_on_a_line() -> None:
    texts = [text for entry in catalogue("fr") for text in forms(entry).values()]

    assert [text for text in texts if re.search(r" [:;!?»]|« ", text)] == []
    assert sum("\N{NO-BREAK SPACE}:" in text for text in texts) > 10


def test_arabic_is_written_with_western_digits() -> None:
    texts = [text for entry in catalogue("ar") for text in forms(entry).values()]

    assert [text for text in texts if re.search("[\u0660-\u0669\u06f0-\u06f9]", text)] == []


# Words of the interface that have given way to others: each thing has one word.
_FORMER_WORDS = {
    r"organisation": "organization, as the United Nations write it",
    r"\bemails?\b|(?<![eE]-)\bmails?\b(?! server)": "e-mail",
    r"\b[Ll]og-in\b": "login (noun), log in (verb)",
    r"\bmeanwhile\b": "in the meantime",
    r"\bno longer there\b|\bgood until\b": "no longer exists, valid until",
    r"\bTelephone\b": "Phone number",
    r"\bmade one\b": "merged",
    r"\b(take|taken) away\b": "revoke, revoked",
    r"\bhangs on\b": "depends on, belongs to",
    r"\b(mail|mails) comes? back\b": "e-mail bounces",
    r"\bthe ticked\b.* on the list": "selected",
    r"\b(divided by|word of)\b": "separated by, notice of",
}


@pytest.mark.parametrize("former", _FORMER_WORDS)
def test_one_thing_has_one_word(former: str) -> None:
    texts = [_PLACEHOLDER.sub("", part) for one in asked_for() for part in (one.text, one.plural)]

    assert len(texts) > 2000
    assert [text for text in texts if re.search(former, text)] == [], _FORMER_WORDS[former]


# --- The English of others ------------------------------------------------------------------------


def test_django_and_allauth_speak_the_words_of_the_portal() -> None:
    theirs = {
        entry.msgid
        for app, language in ((django, "conf/locale/en"), (allauth, "locale/fr"))
        for entry in polib.pofile(
            str(Path(str(app.__file__)).parent / language / "LC_MESSAGES" / "django.po")
        )
    }

    entries = catalogue("en")

    assert len(entries) > 20
    assert {entry.msgid for entry in entries} - theirs == set()
    other_words = re.compile(r"(?<![-%(_])email|sign[ -](in|out)\b", re.IGNORECASE)
    assert [entry.msgstr for entry in entries if other_words.search(entry.msgstr)] == []
    with translation.override("en"):
        assert (
            translation.gettext("Enter a valid email address.") == "Enter a valid e-mail address."
        )


# --- What asks for no translation -----------------------------------------------------------------


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_template_says_a_word_without_asking_for_its_translation() -> None:
    pages = [path for path in translatable.template_files() if path.suffix in {".html", ".txt"}]
    words = {
        relative(path): translatable.unmarked_in_template(path.read_text(encoding="utf-8"))
        for path in pages
        if relative(path) not in _FOR_DEVELOPERS
    }

    assert len(pages) > 50
    assert {path: found for path, found in words.items() if {*found} - _NAMES} == {}


def test_no_label_help_or_error_is_a_plain_string() -> None:
    modules = translatable.python_files()
    words = {
        relative(path): [*translatable.unmarked_in_python(path.read_text(encoding="utf-8"))]
        for path in modules
        if relative(path) not in _FOR_DEVELOPERS
    }

    assert len(modules) > 90
    assert {path: found for path, found in words.items() if {*found} - _NAMES} == {}


def test_every_model_and_every_field_that_people_see_has_a_translated_name() -> None:
    # Records of the history are shown under the names of the rows that they are of.
    models = [
        model
        for model in apps.get_models()
        if model.__module__.split(".")[0] in APPS and not hasattr(model, "instance_type")
    ]
    plain = [
        model._meta.label for model in models if not isinstance(model._meta.verbose_name, Promise)
    ]
    for model in models:
        for field in model._meta.fields:
            is_seen = field.editable and not field.primary_key
            if is_seen and not isinstance(field.verbose_name, Promise):
                plain.append(f"{model._meta.label}.{field.name}")

    assert len(models) > 15
    assert plain == []


# --- The finder itself ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("gettext('a')", Text("a")),
        ("_('long ' 'text')", Text("long text")),
        ("ngettext('%d row', '%d rows', n)", Text("%d row", "%d rows")),
        ("pgettext_lazy('of a person', 'name')", Text("name", context="of a person")),
    ],
)
def test_texts_are_found_in_modules(line: str, found: Text) -> None:
    imports = "gettext, gettext_lazy as _, ngettext, pgettext_lazy"

    source = f"from django.utils.translation import {imports}\nvalue = f(x, {line})"

    assert [*translatable.in_python(source)] == [found]


def test_a_text_worked_out_at_run_time_is_refused() -> None:
    source = "from django.utils.translation import gettext as _\n_(f'Hello {name}')"

    with pytest.raises(ValueError, match="line 2: no catalogue can hold this text"):
        [*translatable.in_python(source)]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("""{% translate 'a "b"' %}""", Text('a "b"')),
        ("""{% if x %}{% translate "c's" as y %}{% endif %}""", Text("c's")),
        ("""{% translate "Change" context "in a release" %}""", Text("Change", "", "in a release")),
        (
            "{% blocktranslate trimmed %}\n  a {{ b }}\n  c\n{% endblocktranslate %}",
            Text("a %(b)s c"),
        ),
        (
            "{% blocktranslate count n=x %}{{ n }} row{% plural %}rows{% endblocktranslate %}",
            Text("%(n)s row", "rows"),
        ),
        ("""{% include "x.html" with label=_("Room") %}""", Text("Room")),
    ],
)
def test_texts_are_found_in_templates(template: str, found: Text) -> None:
    assert [*translatable.in_template(template)] == [found]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>{% translate 'a' %} Seats: {{ n }}</p>", ["Seats:"]),
        ('<img alt="The hall"><button aria-label="{% translate \'x\' %}">×</button>', ["The hall"]),
        ("<script>let words = 1</script><p>{{ a }}–{{ b }} · 12</p>", []),
    ],
)
def test_words_without_a_translation_are_found_in_templates(
    template: str, found: list[str]
) -> None:
    assert translatable.unmarked_in_template(template) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("raise ValidationError('Choose a room.')", ["Choose a room."]),
        ("raise ValidationError({'room': 'Choose a room.'})", ["Choose a room."]),
        ("messages.info(request, f'{n} people changed.')", [" people changed."]),
        ("form.add_error('reason', 'Say why.')", ["Say why."]),
        ("models.CharField('family name', max_length=9)", ["family name"]),
        ("models.CharField(max_length=9, help_text='As on cars.')", ["As on cars."]),
        ("class Kind(models.TextChoices):\n    CITY = 'city', 'City'", ["City"]),
        ("class Meta:\n    verbose_name = 'row'", ["row"]),
        ("models.ForeignKey('events.Event', models.CASCADE, verbose_name=_('event'))", []),
        ("raise ValueError('for engineers')", []),
    ],
)
def test_words_without_a_translation_are_found_in_modules(source: str, found: list[str]) -> None:
    assert [*translatable.unmarked_in_python(source)] == found
