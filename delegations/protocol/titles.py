"""Courtesy titles and honorifics that cities write in one cell: “HE Mr”, “Prof. Dr.”, “Excmo. Sr.”.

Knows no database. Sources: the style of address in lists of participants of the United Nations
(“H.E. Mr.”, “S.E. M.”, “Excmo. Sr.”, “Е. П. г-н”) and in letters of the host office. A title is
split only if each of its words is known; a courtesy title is read, never guessed from a name.
"""

import re
from dataclasses import dataclass

from core.text.folding import fold_solid

_COURTESY = {
    "Mr": "mr mister sr señor senhor m monsieur herr hr signor sig dhr meneer pan bay bp tuan "
    "encik господин г-н гн السيد سيد 先生",
    "Ms": "ms mrs miss madam mme mlle madame mademoiselle sra srta señora señorita senhora frau fr "
    "signora sigra mevr mevrouw pani bayan ibu puan cik госпожа г-жа гжа السيدة سيدة 女士 小姐",
    "Mx": "mx mix",
}
# What is written beside it, and how the portal writes the frequent ones.
_HONORIFICS = (
    "h e he se ее s sem dr dra prof profa rt hon honourable honorable right the excmo excma ilmo "
    "ilma ilustrísimo excelentísimo excelentísima excelencia excellency excellence his her son su "
    "ing ir lic mag msc phd mba dipl arq arch eng adv abog maître me dott dottssa on cav amb "
    "ambassador sheikh shaikh sheikha dato datuk tan sri tun seri haji hajah sir dame lord "
    "lady rev col gen maj capt lt univ habil don doña d dª mgr е п его её превосходительство д-р "
    "проф профессор доктор معالي سعادة صاحب السعادة دكتور الدكتور الدكتورة أستاذ الأستاذ المهندس "
    "الشيخ 阁下 博士 教授 尊敬的"
)
_AS_WRITTEN = {"he": "H.E.", "se": "S.E."}
# Two titles in one word of letters with full stops: "S.E.M." is "S.E. M.".
_JOINED = {"sem": ("S.E.", "Mr"), "hemr": ("H.E.", "Mr"), "hems": ("H.E.", "Ms")}
_DOTTED = re.compile(r"\b(?:\w\s?\.\s?){2,}")


@dataclass(frozen=True, slots=True)
class Titles:
    """A courtesy title (Mr, Ms, Mx or empty), and the honorific beside it."""

    courtesy: str
    honorific: str


def split_titles(text: str) -> Titles | None:
    """The courtesy title and the honorific in `text`; None if it has other words."""
    courtesy: set[str] = set()
    honorific: list[str] = []
    for word in _words(text):
        key = fold_solid(word)
        if key in _JOINED:
            title, mark = _JOINED[key]
            honorific.append(title)
            courtesy.add(mark)
        elif key in _COURTESY_OF:
            courtesy.add(_COURTESY_OF[key])
        elif key in _KNOWN or all(part in _KNOWN for part in map(fold_solid, word.split("-"))):
            honorific.append(_AS_WRITTEN.get(key, word))
        else:
            return None
    if len(courtesy) > 1:
        return None
    return Titles(next(iter(courtesy), ""), " ".join(honorific))


def _words(text: str) -> list[str]:
    """The words of a title; letters with full stops are one: "H. E. Mr." has two."""
    joined = _DOTTED.sub(lambda match: match[0].replace(" ", "") + " ", text)
    joined = re.sub(r"(?<=[^\W\d_]{2}\.)(?=[^\W\d_])", " ", joined)
    return [word for word in re.split(r"[\s,;/]+", joined) if fold_solid(word)]


_COURTESY_OF = {
    fold_solid(word): mark for mark, words in _COURTESY.items() for word in words.split()
}
_KNOWN = frozenset(map(fold_solid, _HONORIFICS.split())) - set(_COURTESY_OF)
