"""The columns of imported tables, and the headers under which they are recognised."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.tables import Field
from core.text.languages import content_languages, english_name, own_name

# What a language is called in headers, beside its own name.
_LANGUAGES: dict[str, tuple[str, ...]] = {
    "en": ("en", "english", "英文", "英语"),
    "zh-hans": ("zh", "cn", "chinese", "中文", "汉语"),
    "fr": ("fr", "french", "法文", "法语"),
    "es": ("es", "spanish", "西班牙文", "西班牙语", "西文"),
    "ru": ("ru", "russian", "俄文", "俄语"),
    "ar": ("ar", "arabic", "阿拉伯文", "阿拉伯语"),
}


def _names(code: str) -> tuple[str, ...]:
    # A code alone can be a word of a header: "session id" is not a title in Indonesian.
    return _LANGUAGES.get(code, (own_name(code), english_name(code)))


_IN_LANGUAGE = _("The text in this language.")
_TIME = _("Preferably as 14:00; 2:00 PM is also accepted.")
_LIST = _("Languages, separated by commas, for example Chinese, English.")
_YES_NO = _("Yes or no.")


def _texts(
    key: str,
    label: object,
    headers: dict[str, tuple[str, ...]],
    *,
    examples: dict[str, str] | None = None,
    instead: tuple[str, ...] | None = None,
    width: int = 40,
) -> list[Field]:
    """Return a field for each language. A header that names none is read as its own language."""
    every = [word for names in headers.values() for word in names]
    codes = content_languages()
    return [
        Field(
            f"{key}.{code}",
            format_lazy("{} ({})", label, own_name(code)),
            _IN_LANGUAGE,
            (examples or {}).get(code, ""),
            (
                *headers.get(code, ()),
                *(f"{word} {name}" for word in every for name in _names(code)),
            ),
            is_required=code == codes[0] and instead is not None,
            instead=(*(instead or ()), *(f"{key}.{other}" for other in codes)),
            width=width,
            language=code,
        )
        for code in codes
    ]


_TITLES = {
    "en": ("title", "session", "session title", "topic", "name"),
    "zh-hans": ("标题", "题目", "会议名称", "议题", "活动"),
    "fr": ("titre", "séance"),
    "es": ("título", "sesión"),
    "ru": ("название", "тема", "заседание"),
    "ar": ("العنوان",),
}

SESSION_FIELDS: tuple[Field, ...] = (
    Field(
        "code",
        _("Code"),
        _("The code of an existing session. Leave empty for a new one."),
        synonyms=("session code", "id", "编号", "会议编号", "代码"),
        width=10,
    ),
    *_texts(
        "title", _("Title"), _TITLES, instead=("code",),
        examples={"en": "Rivers and cities", "zh-hans": "河流与城市"},
    ),
    Field(
        "kind",
        _("Kind"),
        _("For example Panel or Ceremony, in any language of the portal."),
        "Panel",
        ("type", "format", "session type", "类型", "形式"),
    ),
    Field(
        "sub_forum",
        _("Sub-forum"),
        _("Its number, its title or its short name in the URL."),
        "1",
        ("subforum", "track", "分论坛", "论坛"),
    ),
    Field(
        "day", _("Day"), _("Preferably as 2023-12-07."), "2023-12-07",
        ("date", "start date", "日期"), is_required=True, instead=("code",), kind="date",
    ),
    Field(
        "start", _("Start"), _TIME, "14:00",
        ("from", "begin", "starts", "start time", "time", "开始", "开始时间", "时间"),
        is_required=True, instead=("code",), width=8,
    ),
    Field(
        "end", _("End"), _TIME, "15:30", ("to", "until", "ends", "end time", "结束", "结束时间"),
        is_required=True, instead=("code",), width=8,
    ),
    Field(
        "end_day", _("Last day"), _("Only if it ends on another day."), "",
        ("end date", "结束日期"), kind="date",
    ),
    Field(
        "room", _("Room"), _("Its name in any language; * for all rooms."), "*",
        ("hall", "venue", "place", "location", "地点", "会场", "会议室"), width=24,
    ),
    Field(
        "floor_languages", _("Languages spoken"), _LIST, "Chinese, English",
        ("languages", "language", "floor", "floor languages", "spoken", "语言", "发言语言"),
    ),
    Field(
        "interpretation_languages", _("Interpreted into"), _LIST, "French",
        ("interpretation", "interpretation languages", "interpreters", "同传", "口译", "同声传译"),
    ),
    Field(
        "capacity", _("Seats"), _(
            "A whole number. Leave empty for the capacity of the room."
        ), "120",
        ("capacity", "places", "座位", "座位数", "人数"), kind="number", width=8,
    ),
    Field(
        "needs_sign_up", _("By sign-up"), _YES_NO, "no",
        ("sign up", "signup", "registration", "报名", "需要报名"), width=10,
    ),
    Field("is_major", _("Major event"), _YES_NO, "no", ("major", "重大活动"), width=10),
    Field(
        "visibility", _("Visible to"), _("Public, participants or internal."), "Internal",
        ("visibility", "audience", "可见范围"),
    ),
    Field(
        "status", _("Status"), _("Planned, confirmed or cancelled."), "Planned", ("state", "状态")
    ),
    *_texts(
        "abstract", _("Abstract"),
        {
            "en": ("abstract", "description", "summary"),
            "zh-hans": ("摘要", "简介", "内容"),
            "fr": ("résumé",),
            "es": ("resumen",),
            "ru": ("описание", "содержание"),
            "ar": ("الملخص",),
        },
    ),
    Field(
        "office_note", _("Note for the office"), _("Never shown to visitors."), "",
        ("note", "notes", "remark", "remarks", "备注"), width=30,
    ),
)  # fmt: skip

APPEARANCE_FIELDS: tuple[Field, ...] = (
    Field(
        "code", _("Code"), _("The code of the session; or enter its title, day and start."), "",
        ("session code", "id", "编号", "会议编号"), is_required=True, instead=("title",), width=10,
    ),
    Field(
        "title", _("Session"), _(
            "Its title in any language. If there is a code, the code decides."
        ),
        "Rivers and cities", (*(word for titles in _TITLES.values() for word in titles),), width=40,
    ),
    Field("day", _("Day"), _(
        "Preferably as 2023-12-07."
    ), "2023-12-07", ("date", "日期"), kind="date"),
    Field("start", _("Start"), _TIME, "14:00", ("from", "start time", "时间", "开始时间"), width=8),
    Field(
        "person", _("Person"), _("The name of an approved attendee, in any form."),
        "Ada Rivers", ("speaker", "attendee", "full name", "姓名", "嘉宾", "发言人"),
        is_required=True, instead=tuple(f"placeholder.{code}" for code in content_languages()),
        width=30,
    ),
    *_texts(
        "placeholder", _("Placeholder"),
        {"en": ("placeholder", "to be confirmed"), "zh-hans": ("占位", "待定")}, width=30,
    ),
    Field(
        "role", pgettext_lazy("on stage", "Role"),
        _("For example Chair, Moderator or Speaker."), "Speaker",
        ("role", "function", "角色", "身份"),
    ),
    Field(
        "position", _("Position"), _("A whole number; the lowest comes first."), "1",
        ("order", "number", "no", "顺序", "序号"), kind="number", width=8,
    ),
    Field(
        "state", _("State"), _("Invited, confirmed or declined."), "Confirmed", ("status", "状态")
    ),
)  # fmt: skip

VENUE_FIELDS: tuple[Field, ...] = (
    *_texts(
        "name", pgettext_lazy("of a venue", "Name"),
        {
            "en": ("name", "venue", "venue name", "building"),
            "zh-hans": ("名称", "场馆", "地点"),
            "fr": ("nom", "lieu"), "es": ("nombre", "sede"), "ru": ("название", "место"),
            "ar": ("الاسم", "المكان"),
        },
        instead=(), examples={"en": "Congress Centre", "zh-hans": "会议中心"}, width=30,
    ),
    Field(
        "kind", _("Kind"), _("Congress centre, hotel or other."), "Congress centre",
        ("type", "类型"),
    ),
    *_texts(
        "address", _("Address"),
        {
            "en": ("address", "street"), "zh-hans": ("地址",), "fr": ("adresse",),
            "es": ("dirección",), "ru": ("адрес",), "ar": ("العنوان",),
        },
    ),
    Field(
        "position", _("Position"), _("A whole number; the lowest comes first."), "1",
        ("order", "number", "no", "顺序", "序号"), kind="number", width=8,
    ),
)  # fmt: skip

SUB_FORUM_FIELDS: tuple[Field, ...] = (
    Field(
        "number", _("Number"), _("A whole number. Leave empty for the next one."), "1",
        ("no", "nr", "编号", "序号"), kind="number", width=8,
    ),
    *_texts(
        "title", _("Title"),
        {
            "en": ("title", "sub-forum", "subforum", "theme", "topic", "name"),
            "zh-hans": ("标题", "主题", "分论坛", "名称"),
            "fr": ("titre", "sous-forum"), "es": ("título", "subforo"),
            "ru": ("название", "тема", "подфорум"), "ar": ("العنوان", "المنتدى الفرعي"),
        },
        instead=(), examples={"en": "Rivers and cities", "zh-hans": "河流与城市"},
    ),
    *_texts(
        "host", _("Host"),
        {
            "en": ("host", "organizer", "organiser"), "zh-hans": ("主办", "主办单位", "承办"),
            "fr": ("hôte", "organisateur"), "es": ("anfitrión", "organizador"),
            "ru": ("организатор",), "ar": ("المضيف",),
        },
        width=30,
    ),
    *_texts(
        "description", _("Description"),
        {
            "en": ("description", "abstract"), "zh-hans": ("简介", "描述"), "fr": ("description",),
            "es": ("descripción",), "ru": ("описание",), "ar": ("الوصف",),
        },
    ),
    Field(
        "quota", _("Seats"), _("A whole number."), "120",
        ("capacity", "places", "quota", "座位", "名额"), kind="number", width=8,
    ),
)  # fmt: skip

ROOM_FIELDS: tuple[Field, ...] = (
    Field(
        "venue", _("Venue"), _("Its name in any language; empty if there is only one."), "",
        ("building", "地点", "场馆"), width=30,
    ),
    *_texts(
        "name", pgettext_lazy("of a room", "Name"),
        {
            "en": ("name", "room", "room name", "hall"),
            "zh-hans": ("名称", "会议室", "会场", "房间"),
            "fr": ("nom", "salle"), "es": ("nombre", "sala"), "ru": ("название", "зал"),
            "ar": ("الاسم", "القاعة"),
        },
        instead=(), examples={"en": "Pearl Hall", "zh-hans": "珍珠厅"}, width=24,
    ),
    Field("floor", _("Floor"), _("As written on the door."), "2", ("level", "楼层"), width=8),
    Field(
        "capacity", _("Seats"), _("A whole number."), "120",
        ("capacity", "places", "座位", "座位数", "容量"), kind="number", width=8,
    ),
    Field(
        "booths", _("Interpretation booths"), _("A whole number."), "2",
        ("booths", "interpretation booths", "同传间"), kind="number", width=8,
    ),
    Field("use", _("Use"), _("What it is for, in a few words."), "", ("purpose", "用途"), width=24),
    Field(
        "position", _("Position"), _("A whole number; the lowest comes first."), "1",
        ("order", "number", "no", "顺序", "序号"), kind="number", width=8,
    ),
)  # fmt: skip
