"""The columns of an import of people, and the headers that stand for them."""

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from core.tables import Field
from core.tables.mapping import in_every_language
from delegations.models import SensitiveData

_YES_NO = _("Yes or no.")
_ONLY_IF = _("Only if it is different.")
_MOMENT = _(
    "Preferably as 2023-12-06 14:30. The time may be in a separate column, or missing if it is not "
    "known."
)
_TIME = _("Preferably as 14:00; 2:00 PM is also accepted.")

NAME_FIELDS: tuple[Field, ...] = (
    Field(
        "given", capfirst(_("given name")), _("As the person writes it. May be empty."), "Ada",
        ("given names", "first name", "forename", "名", "名字", "prénoms",
         "nombre", "nombre de pila", "nombres", "имя и отчество"),
    ),
    Field(
        "family", capfirst(_("family name")), _("As the person writes it. May be empty."), "Rivers",
        ("surname", "last name", "family names", "姓", "姓氏", "nom", "apellido", "apellidos",
         "الكنية"),
    ),
    Field(
        "name_order", capfirst(_("order of names")),
        _("Given name first, family name first, or one name only."), "Given name first",
        ("name order",),
    ),
    Field(
        "display_name", capfirst(_("preferred name")),
        _("The full name in one cell, if it is different or its parts are not known."),
        "", ("name", "full name", "display name", "name as wished", "姓名", "英文姓名", "英文名",
             "外文姓名", "name as the person wants it", "nom complet",
             "nom et prénom", "nombre completo", "фио", "ф и о", "имя и фамилия",
             "фамилия имя отчество", "полное имя", "الاسم", "الاسم الكامل"), width=30,
    ),
    Field(
        "native_name", capfirst(_("name in native script")), _("The full name, for example 王伟."),
        "", ("native name", "native script", "chinese name", "中文姓名", "中文名", "本国文字姓名",
             "nom en chinois", "nombre en chino", "имя на китайском", "имя на русском",
             "الاسم بالعربية"), width=24,
    ),
    Field(
        "list_name", capfirst(_("name in lists")), _ONLY_IF, "", ("list name", "名单姓名"),
        width=24,
    ),
    Field(
        "badge_name", capfirst(_("name on the badge")), _ONLY_IF, "",
        ("badge name", "badge", "胸卡姓名", "证件姓名"), width=24,
    ),
    Field(
        "pronunciation", capfirst(_("pronunciation")), _("In any spelling."), "", ("读音", "发音"),
    ),
    Field(
        "honorific", capfirst(_("honorific")), _("For example H.E., Dr, Prof."), "H.E.",
        ("honorifics", "敬称"), width=10,
    ),
    Field(
        "courtesy", capfirst(_("courtesy title")), _("Mr, Ms or Mx; never guessed."), "Ms",
        ("salutation", "courtesy", "mr ms", "称呼"), width=10,
    ),
)  # fmt: skip

OFFICE_FIELDS: tuple[Field, ...] = (
    Field(
        "function", capfirst(_("function")), _("For example Head of delegation or Delegate."),
        "Delegate",
        ("role", "category", "participant type", "参会身份", "类别", "catégorie", "categoría",
         "роль"),
    ),
    Field(
        "office_title", capfirst(_("office title in own language")),
        _("As the delegation writes it."),
        "Mayor", ("office", "office title", "office in own words", "position", "job title", "post",
                  "职务", "职位", "职称", "fonction", "poste", "cargo", "puesto", "пост", "المنصب",
                  "الوظيفة"), width=30,
    ),
    Field(
        "office_title_en", capfirst(_("office title in English")), _("As it is printed."), "Mayor",
        ("office in english", "position in english", "title in english", "英文职务", "职务英文"),
        width=30,
    ),
    Field(
        "institution", capfirst(_("affiliation")),
        _("If it is not that of the delegation."), "",
        ("affiliation", "employer", "home institution", "所属机构", "工作机构",
         "afiliación", "место службы", "جهة العمل"), width=30,
    ),
    Field(
        "rank_class", capfirst(_("rank class")), _("A, B, C or D."), "A",
        ("rank", "class", "等级", "职级", "rang", "rango"), width=10,
    ),
    Field(
        "is_incumbent", capfirst(_("governor or mayor in office")), _YES_NO, "yes",
        ("incumbent", "in office", "现任市长", "现任"), width=10,
    ),
    Field("vip", _("VIP"), _YES_NO, "no", ("v i p", "要客"), width=8),
    Field(
        "email", capfirst(_("e-mail address")), _("For accreditation only."), "ada@city.example",
        ("email", "e mail", "mail", "邮箱", "电子邮件", "邮件", "courriel", "e mail adresse",
         "correo", "почта", "электронная почта", "эл почта", "البريد"), width=28,
    ),
    Field(
        "phone", capfirst(_("phone number")), _("With the country code."), "+57 1 555 0100",
        ("telephone", "phone", "mobile", "cell", "cellphone", "tel", "手机", "手机号",
         "联系电话", "联系方式", "portable", "móvil", "celular", "телефон", "тел",
         "мобильный телефон", "الجوال"), width=20,
    ),
)  # fmt: skip

JOURNEY_FIELDS: tuple[Field, ...] = (
    Field("arrival", capfirst(_("arrival")), _MOMENT, "2023-12-06 14:30",
          ("arrival date", "arrival day", "arrives on", "抵达日期", "到达日期"), width=18),
    Field("arrival_time", _("Arrival time"), _TIME, "", ("抵达时间", "到达时间"), width=8),
    Field("arrival_mode", capfirst(_("arrives by")), _("Air, rail, coach, ferry or car."), "Air",
          ("arrival mode", "抵达方式")),
    Field("arrival_number", capfirst(_("arrival flight or train")),
          _("Of the flight or train."), "CZ 300",
          ("arrival number", "arrival flight", "flight in", "抵达航班", "到达航班", "抵达车次")),
    Field("arrival_from", capfirst(_("arrives from")), _("The last city."), "Bogotá",
          ("coming from", "departure city", "from", "出发地", "来自")),
    Field("arrival_point", capfirst(_("arrives at")), _("Airport, station or port."), "CAN T2",
          ("arrival point", "arrival airport", "抵达机场", "到达地点")),
    Field("bags", capfirst(_("number of bags")), _("Pieces of luggage, in digits."), "2",
          ("bags", "luggage", "行李件数"), width=8),
    Field("departure", capfirst(_("departure")), _MOMENT, "2023-12-10 09:15",
          ("departure date", "departure day", "departs on", "离开日期", "返程日期"), width=18),
    Field("departure_time", _("Departure time"), _TIME, "", ("离开时间", "返程时间"), width=8),
    Field("departure_mode", capfirst(_("departs by")), _("Air, rail, coach, ferry or car."), "Air",
          ("leaves by", "departure mode", "离开方式")),
    Field("departure_number", capfirst(_("departure flight or train")),
          _("Of the flight or train."), "CZ 301",
          ("departure number", "departure flight", "flight out", "离开航班", "返程航班")),
    Field("departure_point", capfirst(_("departs from")), _("Airport, station or port."), "CAN T2",
          ("leaves from", "departure point", "departure airport", "离开机场", "离开地点")),
    Field("hotel", capfirst(_("hotel")), _("The name of one of the event’s hotels."), "",
          ("accommodation", "住宿酒店", "住宿", "hébergement", "alojamiento", "отель",
           "размещение"), width=24),
    Field("room_type", capfirst(_("room type")), _("Single, double, twin or suite."), "Single",
          ("room", "房型")),
    Field("shares_with", capfirst(_("shares the room with")), _("The name of the other guest."), "",
          ("sharing with", "roommate", "同住人"), width=24),
    Field("room_payer", capfirst(_("room paid by")),
          _("The host, the delegation or the guest."), "The host",
          ("paid by", "who pays", "付款方")),
    Field("confirmation_number", capfirst(_("hotel confirmation number")), _("Of the hotel."), "",
          ("confirmation no", "hotel confirmation", "确认号")),
)  # fmt: skip

PERSON_FIELDS: tuple[Field, ...] = (
    Field(
        "guid", capfirst(_("identifier")),
        _(
            "The identifier of a person already entered, as an export gives it. "
            "Leave empty for a new person."
        ),
        synonyms=("id", "person id", "编号", "人员编号"), width=36,
    ),
    Field(
        "delegation", _("Delegation"),
        _("Its code, or the name of the city or organization in any language."), "CO-BOG",
        ("delegation code", "code", "organisation", "organization", "city", "institution",
         "company", "city or organization", "单位", "工作单位", "代表团名称", "代表团代码", "机构",
         "城市", "organisme", "ville", "organización", "ciudad", "entidad", "город",
         "организация", "учреждение", "место работы", "المدينة",
         "المنظمة", "الجهة"),
        is_required=True, instead=("guid",),
    ),
    Field(
        "country", _("Country"), _("Only to tell apart delegations with the same name."), "",
        ("country or region", "国别", "国家地区", "البلد"),
    ),
    *NAME_FIELDS,
    *OFFICE_FIELDS,
    *JOURNEY_FIELDS,
)  # fmt: skip

# Words in headers of what never comes in by a table: sensitive data has its own page, with a reason
# for each look at it. What each field of it is called is added below, in every language.
_NEVER = (
    "passport", "passeport", "pasaporte", "паспорт", "护照", "جواز",
    "nationality", "nationalité", "nacionalidad", "гражданств", "национальность", "国籍", "الجنسية",
    "sex", "gender", "sexe", "sexo", "性别",
    "birth", "naissance", "nacimiento", "рождени", "出生", "生日", "الميلاد",
    "id card", "identity card", "carte d'identité", "documento de identidad", "身份证",
    "удостоверение личности", "بطاقة الهوية",
    "dietary", "allerg", "régime alimentaire", "диет", "аллерг", "питани", "饮食", "过敏",
    "忌口", "الحمية",
    "medical", "médical", "médico", "estado de salud", "медицин", "здоровь", "健康", "الصحة",
    "religion", "religión", "религи", "вероисповедани", "宗教", "الدين",
)  # fmt: skip


def never_words() -> tuple[str, ...]:
    """Words in the header of a column that must not be stored."""
    fields = (field for field in SensitiveData._meta.concrete_fields if not field.primary_key)
    own = (
        field for field in fields if field.name not in ("created_at", "updated_at", "updated_by")
    )
    names = [name for field in own for name in in_every_language(field.verbose_name)]
    return (*_NEVER, *dict.fromkeys(names))
