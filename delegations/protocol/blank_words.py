"""What people write in a cell to say that it has no value. Knows no database."""

from core.text.folding import fold_solid

# A name or a country may well be Na, or None: these words count elsewhere alone.
_WORDS = (
    "na none nil null tbd tba tbc unknown ninguno ninguna aucun aucune нет неизвестно 無 无 暂无 "
    "未知 没有 待定 لايوجد"
)
_NOTHING = frozenset(map(fold_solid, _WORDS.split()))
_NOTHING_ANYWHERE = frozenset({"n/a", "n.a.", "n. a.", "n\\a"})
_LONGEST = 12


def is_blank(text: str, *, is_name: bool = False) -> bool:
    """Whether `text` says that there is nothing; `is_name`: it may be a name or a country."""
    if len(text) > _LONGEST:
        return False
    if not any(char.isalnum() for char in text):
        return True
    plain = text.strip().casefold()
    return plain in _NOTHING_ANYWHERE or (not is_name and fold_solid(plain) in _NOTHING)
