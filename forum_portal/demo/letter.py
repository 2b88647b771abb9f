"""The demo's invitation letter, in five languages. Its words are invented."""

from accounts.models import User
from core.text.translated import TranslatedText
from delegations.models import LetterTemplate
from events.models import Event

_SALUTATION = {
    "en": "Your Excellency,",
    "zh-hans": "尊敬的阁下：",
    "fr": "Excellence,",
    "es": "Excelencia:",
    "ar": "معالي السيد / السيدة،",
}
_BODY = {
    "en": (
        "On behalf of the city of {city} I have the honour to invite {organisation} to {event}, "
        "which takes place in {city} on {dates}.\n\n"
        "Heads of cities and of international organizations will speak about innovation, and "
        "about what cities can do together. Your experience would be of great value to us all.\n\n"
        "The person who registers your delegation gets their own link with this letter. We look "
        "forward to welcoming you."
    ),
    "zh-hans": (
        "我谨代表{city}市，诚挚邀请{organisation}出席{event}。论坛将于{dates}在{city}举行。\n\n"
        "各城市和国际组织的负责人将围绕创新以及城市间的合作展开交流。"
        "贵方的经验对我们大家都十分宝贵。\n\n"
        "负责贵方代表团报名的人员将随本函收到专用链接。我们期待您的光临。"
    ),
    "fr": (
        "Au nom de la ville de {city}, j’ai l’honneur d’inviter {organisation} {event}, qui se "
        "tiendra à {city} du {dates}.\n\n"
        "Des responsables de villes et d’organisations internationales y parleront d’innovation "
        "et de ce que les villes peuvent faire ensemble. Votre expérience nous serait "
        "précieuse.\n\n"
        "La personne qui inscrit votre délégation reçoit un lien personnel avec cette lettre. "
        "Nous serions heureux de vous accueillir."
    ),
    "es": (
        "En nombre de la ciudad de {city}, tengo el honor de invitar a {organisation} {event}, "
        "que se celebrará en {city} ({dates}).\n\n"
        "Responsables de ciudades y de organizaciones internacionales hablarán de innovación y "
        "de lo que las ciudades pueden hacer juntas. Su experiencia sería muy valiosa para "
        "todos.\n\n"
        "Quien inscriba a su delegación recibirá un enlace personal con esta carta. Será un "
        "placer darles la bienvenida."
    ),
    "ar": (
        "باسم مدينة {city}، يشرفني أن أدعو {organisation} إلى {event} الذي ينعقد في {city} "
        "({dates}).\n\n"
        "سيتحدث مسؤولو مدن ومنظمات دولية عن الابتكار وعما يمكن أن تنجزه المدن معاً. "
        "وستكون خبرتكم ذات قيمة كبيرة لنا جميعاً.\n\n"
        "يتلقى من يسجّل وفدكم رابطاً خاصاً به مع هذه الرسالة. ونتطلع إلى الترحيب بكم."
    ),
}
# As the sentences above need it.
_EVENT_NAME = {
    "en": "the 2023 Global Mayors’ Forum",
    "zh-hans": "2023年全球市长论坛",
    "fr": "au Forum mondial des maires 2023",
    "es": "al Foro Mundial de Alcaldes 2023",
    "ar": "المنتدى العالمي لرؤساء البلديات 2023",
}
_CLOSING = {
    "en": "Yours sincerely,",
    "zh-hans": "此致",
    "fr": "Veuillez agréer l’expression de ma haute considération.",
    "es": "Atentamente,",
    "ar": "وتفضلوا بقبول فائق الاحترام،",
}
_HOST = {
    "en": "Host Office of the Forum",
    "zh-hans": "论坛主办方办公室",
    "fr": "Bureau d’accueil du forum",
    "es": "Oficina anfitriona del foro",
    "ar": "المكتب المضيف للمنتدى",
}
_TITLE = {
    "en": "Head of the Host Office",
    "zh-hans": "主办方办公室主任",
    "fr": "Responsable du bureau d’accueil",
    "es": "Responsable de la oficina anfitriona",
    "ar": "رئيس المكتب المضيف",
}


def load_letter(event: Event, by: User) -> None:
    """Create the letter of the demo forum; it names no signatory."""
    LetterTemplate.objects.create(
        event=event,
        number_prefix="GMF-2023",
        salutation=TranslatedText(_SALUTATION),
        body=TranslatedText(_BODY),
        closing=TranslatedText(_CLOSING),
        host_name=TranslatedText(_HOST),
        signatory_title=TranslatedText(_TITLE),
        event_name=TranslatedText(_EVENT_NAME),
        updated_by=by,
    )
