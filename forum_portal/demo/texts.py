"""Texts of the demo that the data set does not have. All of them are illustrative."""

from core.text.translated import TranslatedText
from forum_portal.demo import arabic, chinese, french, spanish

_WORDS = {"zh-hans": chinese, "fr": french, "es": spanish, "ar": arabic}

NOTICE = {
    "en": "Demonstration: people, times and rooms are illustrative.",
    "zh-hans": "演示网站：人物、时间和会议室均为虚构。",
    "fr": "Démonstration : les personnes, les horaires et les salles sont fictifs.",
    "es": "Demostración: las personas, los horarios y las salas son ilustrativos.",
    "ar": arabic.NOTICE,
}
DIRECTIONS = {
    "en": "From the entrance hall follow the colour of your sub-forum. Lifts to all floors are beside "
    "the badge desk; allow ten minutes from the gate.",
    "zh-hans": "请从入口大厅按所参加分论坛的颜色指引前行。证件领取处旁有电梯通往各楼层；从大门步行约需十分钟。",
    "fr": "Depuis le hall d’entrée, suivez la couleur de votre sous-forum. Les ascenseurs sont à côté "
    "du guichet des badges ; comptez dix minutes depuis l’entrée.",
    "es": "Desde el vestíbulo siga el color de su subforo. Los ascensores están junto al mostrador de "
    "acreditaciones; calcule diez minutos desde la entrada.",
    "ar": "من بهو المدخل اتبع لون منتداك الفرعي. المصاعد إلى جميع الطوابق بجوار مكتب البطاقات؛ "
    "خصص عشر دقائق من البوابة.",
}
DESCRIPTION = {
    "en": "Cities, their networks and international organizations meet in Guangzhou to exchange "
    "what works: in an opening ceremony, seven sub-forums, a Mayors' Dialogue and city tours, "
    "together with the Guangzhou Award for Urban Innovation.",
    "zh-hans": "各城市、城市网络和国际组织相聚广州，通过开幕式、七场分论坛、市长对话和城市参观交流经验，"
    "并与广州国际城市创新奖同期举行。",
    "fr": "Les villes, leurs réseaux et les organisations internationales se retrouvent à Guangzhou "
    "pour échanger ce qui fonctionne : cérémonie d’ouverture, sept sous-forums, dialogue des "
    "maires et visites de la ville, avec le Prix de Guangzhou pour l’innovation urbaine.",
    "es": "Las ciudades, sus redes y las organizaciones internacionales se reúnen en Guangzhou para "
    "intercambiar lo que funciona: ceremonia inaugural, siete subforos, diálogo de alcaldes y "
    "visitas a la ciudad, junto con el Premio de Guangzhou a la Innovación Urbana.",
    "ar": arabic.DESCRIPTION,
}
# Why the checks of the agenda may find a session on the day before.
EARLY_ARRIVALS = "Delegations arrive the day before; the desk is open for them."
CITY = {
    "en": "Guangzhou",
    "zh-hans": "广州",
    "fr": "Guangzhou",
    "es": "Guangzhou",
    "ar": arabic.CITY,
}

_FIGURE_LABELS = {
    "representatives": {
        "en": "representatives",
        "zh-hans": "代表",
        "fr": "représentants",
        "es": "representantes",
    },
    "cities": {"en": "cities", "zh-hans": "城市", "fr": "villes", "es": "ciudades"},
    "countries": {"en": "countries", "zh-hans": "国家", "fr": "pays", "es": "países"},
    "organizations": {
        "en": "international organizations",
        "zh-hans": "国际组织",
        "fr": "organisations internationales",
        "es": "organizaciones internacionales",
    },
    "incumbents": {
        "en": "incumbent governors and mayors",
        "zh-hans": "现任省市长",
        "fr": "gouverneurs et maires en exercice",
        "es": "gobernadores y alcaldes en ejercicio",
    },
    "sub-forums": {"en": "sub-forums", "zh-hans": "分论坛", "fr": "sous-forums", "es": "subforos"},
    "major-events": {
        "en": "major events",
        "zh-hans": "主要活动",
        "fr": "grands événements",
        "es": "actos principales",
    },
    "tour-routes": {
        "en": "tour routes",
        "zh-hans": "参观线路",
        "fr": "itinéraires de visite",
        "es": "rutas de visita",
    },
}
FIGURE_LABELS = {
    key: {**labels, "ar": arabic.FIGURE_LABELS[key]} for key, labels in _FIGURE_LABELS.items()
}
OVER_800 = {
    "en": "over 800",
    "zh-hans": "800余",
    "fr": "plus de 800",
    "es": "más de 800",
    "ar": arabic.OVER_800,
}

# Description and guiding questions of each sub-forum, in the two languages of the host.
_SUB_FORUMS = {
    1: (
        {
            "en": "How neighbouring cities plan, move and grow together without losing themselves.",
            "zh-hans": "相邻城市如何共同规划、互联互通、协同成长，又各具特色。",
        },
        {
            "en": "Who decides what a cluster decides together?\nWhat does a shared transport ticket change?",
            "zh-hans": "城市群的共同事务由谁决定？\n交通一票通带来什么改变？",
        },
    ),
    2: (
        {
            "en": "What it means for a city to be open, and how to tell whether it is.",
            "zh-hans": "城市开放意味着什么，又如何衡量。",
        },
        {
            "en": "Which figures describe an open city?\nWhat do rankings leave out?",
            "zh-hans": "哪些指标能描述开放的城市？\n排名忽略了什么？",
        },
    ),
    3: (
        {
            "en": "Where algorithms already serve residents, and where a person must decide.",
            "zh-hans": "算法已在何处服务市民，何处必须由人决定。",
        },
        {
            "en": "What may a city automate?\nHow do small firms find their place in the digital economy?",
            "zh-hans": "城市可以自动化什么？\n小企业如何融入数字经济？",
        },
    ),
    4: (
        {
            "en": "Trees, water and neighbours: what carries a district through heat and flood.",
            "zh-hans": "树木、水系与邻里：社区如何应对高温与洪涝。",
        },
        {
            "en": "Who looks after a park in its tenth year?\nWhich streets become streams, and may they?",
            "zh-hans": "公园建成十年后由谁维护？\n哪些街道可以成为行洪通道？",
        },
    ),
    5: (
        {
            "en": "Old quarters as places to live in, not only to look at.",
            "zh-hans": "让老城区成为生活之地，而不只是观光之地。",
        },
        {
            "en": "Who pays for what everybody inherits?\nHow does a craft find its next master?",
            "zh-hans": "共同的遗产由谁来承担费用？\n手艺如何传承？",
        },
    ),
    6: (
        {
            "en": "Plans that leave room for what nobody can know yet.",
            "zh-hans": "为未知留有余地的规划。",
        },
        {
            "en": "How is a plan kept short?\nWhat do residents draw when they are asked first?",
            "zh-hans": "规划如何化繁为简？\n先问居民，他们会画出什么？",
        },
    ),
    7: (
        {
            "en": "Help that arrives before it is asked for, and neighbours who know each other.",
            "zh-hans": "未求而至的帮助，彼此相识的邻里。",
        },
        {
            "en": "Who falls through the net, and why?\nWhat can a neighbourhood decide by itself?",
            "zh-hans": "谁会从安全网中漏下，为什么？\n社区可以自己决定什么？",
        },
    ),
}

_PAGES = {
    "venue": (
        {
            "en": "Venue and how to get there",
            "zh-hans": "会场与交通",
            "fr": "Lieu et accès",
            "es": "Sede y cómo llegar",
        },
        {
            "en": "All sessions take place in the **Guangzhou Yuexiu International Congress Center**; "
            "the city tours leave from its main entrance.\n\n"
            "- From the airport: about one hour by road.\n- From Guangzhou South station: the metro.\n"
            "- Between the hotels and the venue: shuttles every 20 minutes.",
            "zh-hans": "所有会议均在**广州越秀国际会议中心**举行；城市参观从正门出发。\n\n"
            "- 从机场出发：乘车约一小时。\n- 从广州南站出发：乘地铁。\n- 酒店与会场之间：每20分钟一班接驳车。",
            "fr": "Toutes les séances ont lieu au **Centre international de congrès Yuexiu de Guangzhou** ; "
            "les visites partent de l’entrée principale.\n\n- Depuis l’aéroport : environ une heure par la route.\n"
            "- Depuis la gare de Guangzhou-Sud : le métro.\n- Entre les hôtels et le centre : navettes toutes les 20 minutes.",
            "es": "Todas las sesiones se celebran en el **Centro Internacional de Congresos Yuexiu de Guangzhou**; "
            "las visitas salen de la entrada principal.\n\n- Desde el aeropuerto: cerca de una hora por carretera.\n"
            "- Desde la estación Guangzhou Sur: el metro.\n- Entre los hoteles y la sede: lanzaderas cada 20 minutos.",
        },
    ),
    "interpretation": (
        {
            "en": "Interpretation",
            "zh-hans": "同声传译",
            "fr": "Interprétation",
            "es": "Interpretación",
        },
        {
            "en": "Each session names the languages spoken and the languages interpreted into. "
            "Receivers are handed out at the door against your badge; please return them on leaving.",
            "zh-hans": "每场会议均注明发言语言和传译语言。接收器凭证件在门口领取，离场时请归还。",
            "fr": "Chaque séance indique les langues parlées et interprétées. Les récepteurs sont remis à l’entrée "
            "contre votre badge ; merci de les rendre en sortant.",
            "es": "Cada sesión indica los idiomas hablados e interpretados. Los receptores se entregan en la puerta "
            "contra su acreditación; devuélvalos al salir.",
        },
    ),
    "badges": (
        {
            "en": "Registration and badges",
            "zh-hans": "注册与证件",
            "fr": "Inscription et badges",
            "es": "Inscripción y acreditaciones",
        },
        {
            "en": "Badges are collected in person at the registration desk on the first floor, from the day before "
            "the forum opens. Please bring your passport. A lost badge is replaced at the same desk.",
            "zh-hans": "证件须本人在一楼注册处领取，论坛开幕前一天起开放。请携带护照。证件遗失可在同一处补办。",
            "fr": "Les badges se retirent en personne au bureau d’inscription du premier niveau, dès la veille de "
            "l’ouverture. Munissez-vous de votre passeport. Un badge perdu est remplacé au même bureau.",
            "es": "Las acreditaciones se recogen en persona en el mostrador de la primera planta, desde la víspera de "
            "la apertura. Traiga su pasaporte. Una acreditación perdida se repone en el mismo mostrador.",
        },
    ),
}
PAGES = {
    slug: ({**title, "ar": arabic.PAGES[slug][0]}, {**body, "ar": arabic.PAGES[slug][1]})
    for slug, (title, body) in _PAGES.items()
}


def sub_forum(number: int) -> tuple[TranslatedText, TranslatedText]:
    """The description and guiding questions of a sub-forum, in all languages."""
    description, questions = _SUB_FORUMS[number]
    more = {"fr": french.SUB_FORUMS, "es": spanish.SUB_FORUMS, "ar": arabic.SUB_FORUMS}
    return (
        TranslatedText({**description, **{code: own[number][0] for code, own in more.items()}}),
        TranslatedText({**questions, **{code: own[number][1] for code, own in more.items()}}),
    )


def to_be_confirmed(role: str) -> TranslatedText:
    """A placeholder for somebody not yet named: the role in all languages."""
    own = {
        code: module.TO_BE_CONFIRMED.format(role=module.ROLES[role])
        for code, module in _WORDS.items()
    }
    return TranslatedText({"en": f"{role}, to be confirmed", **own})
