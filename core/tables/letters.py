"""How likely a text is to be written in a language: what tells readings of bytes apart.

Alphabets are known by which letter follows which, learnt from texts that Django and
django-countries ship in many languages; Chinese, Japanese and Korean by which characters are
frequent, above all in names. It is loaded when the first table comes that is not Unicode.
"""

import gettext
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

# Natural logarithms of a probability: of a letter that a language has not, of a sign within a word.
_UNKNOWN, _SIGN = -11.0, -12.0
_TYPOGRAPHIC = dict.fromkeys("’‘“”„–—…«»·\u00a0", -5.0) | dict.fromkeys("ªº°€£№", -8.0)
# A character of ASCII that is no letter; two scripts, or letters and digits, in one word; a capital
# after a small letter, where one of them is not ASCII.
_PLAIN, _MIXED, _CAPITAL_WITHIN = -3.5, -8.0, -5.0
_SMOOTHING = 4.0
# Here begin the scripts whose characters are many.
_IDEOGRAPHS = "\u2e80"
_PARTS = re.compile(r"[A-Za-z\u0080-\U0010ffff]+")
_NO_LETTERS = re.compile(r"[\x00-@\[-`{-\x7f]")
_PLACEHOLDER = re.compile(r"%\(\w+\)\w|%\w|&\w+;|</?\w+>")

Score = Callable[[str], float]


@cache
def scorer(language: str) -> Score:
    """How likely a word is in `language`: a natural logarithm, the higher the likelier."""
    special = {"zh-hans": _simplified, "zh-hant": _traditional, "ja": _japanese, "ko": _korean}
    return special[language]() if language in special else _Alphabet(language).score


class _Alphabet:
    """Which letter follows which in a language."""

    def __init__(self, language: str) -> None:
        following: dict[str, Counter[str]] = defaultdict(Counter)
        for text in _texts(language):
            for word in _PARTS.findall(_PLACEHOLDER.sub(" ", text)):
                letters = f" {unicodedata.normalize('NFC', word).casefold()} "
                for before, after in pairwise(letters):
                    following[before][after] += 1
        self._following = following
        self._single = sum(following.values(), Counter[str]())
        self._total = sum(self._single.values()) or 1
        self._known: dict[tuple[str, str], float] = {}

    def score(self, text: str) -> float:
        """The sum over its letters."""
        letters = sum(self._part(part) for part in _PARTS.findall(text))
        return letters + len(_NO_LETTERS.findall(text)) * _PLAIN

    def _part(self, part: str) -> float:
        letters = f" {part.casefold()} "
        return sum(self._step(*pair) for pair in pairwise(letters))

    def _step(self, before: str, after: str) -> float:
        if (before, after) not in self._known:
            self._known[before, after] = self._worked_out(before, after)
        return self._known[before, after]

    def _worked_out(self, before: str, after: str) -> float:
        if after not in self._single:
            if unicodedata.category(after)[0] in "LM":
                return _UNKNOWN + (_MIXED if after > "\u007f" and before.isascii() else 0)
            return _TYPOGRAPHIC.get(after, _SIGN)
        usual = self._single[after] / self._total
        seen = self._following[before]
        return math.log((seen[after] + _SMOOTHING * usual) / (sum(seen.values()) + _SMOOTHING))


def breaks(text: str) -> float:
    """What a word costs, in whatever language, for capitals and digits next to its small letters.

    Of digits only those next to a letter of an alphabet: 第3届 and 会议2 are usual.
    """
    pairs = [pair for pair in pairwise(text) if not "".join(pair).isascii()]
    capitals = sum(left.islower() and right.isupper() for left, right in pairs)
    digits = sum(
        _is_letter(left) and right.isdecimal()
        for pair in pairs
        for left, right in (pair, pair[::-1])
    )
    return capitals * _CAPITAL_WITHIN + digits * _MIXED


def _is_letter(char: str) -> bool:
    return char.isalpha() and char < _IDEOGRAPHS


def is_broken(word: str) -> bool:
    """Whether a word holds what nobody writes: two scripts, or a sign between letters."""
    letters = [char for char in word if char.isalpha()]
    scripts = {_SCRIPTS.get(name, name) for name in map(_first_name, letters)}
    signs = (
        char
        for char in word
        if not char.isascii() and unicodedata.category(char)[0] == "S" and char not in _TYPOGRAPHIC
    )
    return len(scripts) > 1 or (bool(letters) and any(signs)) or breaks(word) < 0


_SCRIPTS = dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL"), "CJK")
_SCRIPTS |= dict.fromkeys(("FEMININE", "MASCULINE"), "LATIN")


def _first_name(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def _texts(language: str) -> Iterable[str]:
    """What is shipped in a language, with names of countries in it."""
    import django  # noqa: PLC0415
    import django_countries  # noqa: PLC0415

    folders = (
        Path(django.__file__) / "../conf/locale",
        Path(django_countries.__file__) / "../locale",
    )
    for folder in folders:
        for path in folder.resolve().glob(f"{language}*/LC_MESSAGES/django.mo"):
            with path.open("rb") as file:
                yield from gettext.GNUTranslations(file)._catalog.values()  # type: ignore[attr-defined]


# --- Characters -----------------------------------------------------------------------------------

# Family names, given names, and what stands in headers.
_CHINESE = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文伟芳娜敏静丽强磊军洋勇艳杰娟涛明"
    "超秀霞平刚桂英华玉红建国志海晓小雪春梅兰凤琴云飞鹏辉宇浩轩子涵欣怡俊家豪雅婷美玲淑惠宗翰冠佳蓉君承恩柏睿彦廷宏达德"
    "成永新中光天正东南西北山川福祥瑞安宁庆荣贵富姓名字单位职务城市国家性别代表团电话邮箱序号护照部门机构省县区长主任局"
    "处科员市政府外事办公室副书记会议备注生日期男女经理总监教授博士先生女士"
)
_JAPANESE = (
    "佐藤鈴木高橋田中伊渡辺山本村小林加吉井松清水斎阿部森池石川前岡長谷近後坂遠青西福太三浦原金子岩崎野上竹内宮島今丸"
    "平柴桜横酒工新大久保菅千葉市河杉安増沢健一郎二美恵和幸正明弘浩之博雄夫介真由香奈智直樹翔陽菜葵蓮悠氏名役職所属国籍都"
    "道府県区長副性別電話番号担当者部課"
)
_KOREAN = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설"
    "마길연위표명기반왕금옥육인맹제모준수영희철호상훈동미경숙은혜재욱승빈윤아린예태건우병규태식용순자복국시름직책소속전화"
    "번호이메일성별여권단체국가부서"
)


class _Characters:
    """Characters by how frequent they are: from classes, each with its share of a text."""

    def __init__(self, *classes: tuple[float, Iterable[str]]) -> None:
        self._known: dict[str, float] = defaultdict(float)
        for share, characters in classes:
            members = set(characters)
            for char in members:
                self._known[char] += share / len(members)

    def score(self, text: str) -> float:
        """The sum over its characters, less for what no writer mixes."""
        total, before = 0.0, ""
        for char in unicodedata.normalize("NFC", text):
            is_other = char.isascii() and char.isalpha()
            if before and is_other != (before == "a"):
                total += _MIXED
            before = "a" if is_other else "" if char.isascii() else "h"
            total += self._one(char)
        return total

    def _one(self, char: str) -> float:
        if char in self._known:
            return math.log(self._known[char])
        if char.isascii():
            return _PLAIN
        return _TYPOGRAPHIC.get(char, _SIGN)


def _within(encoding: str, first: int, last: int) -> list[str]:
    """The characters of two bytes of which the first is in that range."""
    characters = []
    for lead in range(first, last + 1):
        for trail in range(0x40, 0xFF):
            try:
                characters.append(bytes((lead, trail)).decode(encoding))
            except UnicodeDecodeError:
                continue
    return [text for text in characters if len(text) == 1 and text.isalpha()]


_SIGNS = "（）、，。：；・／－　《》“”"


def _simplified() -> Score:
    first, second = _within("gb2312", 0xB0, 0xD7), _within("gb2312", 0xD8, 0xF7)
    rest = map(chr, range(0x4E00, 0x9FA6))
    return _Characters(
        (0.5, _CHINESE), (0.4, first), (0.06, second), (0.01, rest), (0.02, _SIGNS)
    ).score


def _traditional() -> Score:
    import opencc  # noqa: PLC0415  (dictionaries that only Chinese text should cost)

    first, second = _within("big5", 0xA4, 0xC6), _within("big5", 0xC9, 0xF9)
    names = opencc.OpenCC("s2t").convert(_CHINESE)
    rest = map(chr, range(0x4E00, 0x9FA6))
    return _Characters(
        (0.5, names), (0.4, first), (0.06, second), (0.01, rest), (0.02, _SIGNS)
    ).score


def _japanese() -> Score:
    kana = [chr(code) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB), 0x30FC)]
    first, second = _within("shift_jis", 0x88, 0x97), _within("shift_jis", 0x98, 0xEA)
    half = [chr(code) for code in range(0xFF61, 0xFFA0)]
    return _Characters(
        (0.25, kana), (0.4, _JAPANESE), (0.28, first), (0.03, second), (0.005, half), (0.02, _SIGNS)
    ).score


def _korean() -> Score:
    syllables = _within("euc_kr", 0xB0, 0xC8)
    hanja = _within("euc_kr", 0xCA, 0xFD)
    rest = map(chr, range(0xAC00, 0xD7A4))
    return _Characters(
        (0.6, _KOREAN), (0.35, syllables), (0.02, hanja), (0.005, rest), (0.02, _SIGNS)
    ).score
