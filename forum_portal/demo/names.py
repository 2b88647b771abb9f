"""Invented people for the demo: common names by country, combined at random.

They do not refer to real people. The order of names, single names and two surnames follow the
countries (`delegations.protocol.names`).
"""

from dataclasses import dataclass
from random import Random

FAMILY_FIRST = {"CN", "KR", "JP", "VN", "HU"}
SINGLE_NAMES = {"ID": 4, "IN": 9}  # one person in so many has one name only

_NATIVE: dict[str, tuple[str, str]] = {
    "CN": (
        "Chen 陈|Lin 林|Huang 黄|Zhou 周|Wu 吴|Xu 徐|Sun 孙|Zhu 朱|Guo 郭|He 何|Luo 罗|Liang 梁|"
        "Song 宋|Zheng 郑|Xie 谢|Han 韩|Tang 唐|Feng 冯|Dong 董|Cheng 程|Pan 潘|Yuan 袁",
        "Wei 伟|Jing 静|Yifan 一帆|Minghui 明辉|Xiaoling 晓玲|Jianguo 建国|Lihua 丽华|Haoran 浩然|"
        "Siyuan 思远|Yuting 雨婷|Zhiqiang 志强|Meilan 美兰|Junjie 俊杰|Xinyi 欣怡|Guangming 光明|"
        "Shuhui 淑慧|Bowen 博文|Ruolan 若兰|Tianyu 天宇|Qiuyue 秋月",
    ),
    "KR": (
        "Kim 김|Lee 이|Park 박|Choi 최|Jung 정|Kang 강|Cho 조|Yoon 윤|Jang 장|Lim 임",
        "Min-jun 민준|Seo-yeon 서연|Ji-hoon 지훈|Ha-eun 하은|Do-yun 도윤|Su-bin 수빈|Eun-ji 은지|"
        "Tae-yang 태양",
    ),
    "JP": (
        "Satō 佐藤|Suzuki 鈴木|Takahashi 高橋|Tanaka 田中|Watanabe 渡辺|Itō 伊藤|Yamamoto 山本|"
        "Nakamura 中村",
        "Haruto 陽翔|Yui 結衣|Sōta 颯太|Aoi 葵|Ren 蓮|Hina 陽菜|Kenji 健二|Akiko 明子",
    ),
    "EG": (
        "El-Sayed السيد|Hassan حسن|Mansour منصور|Farouk فاروق|Abdel-Rahman عبد الرحمن",
        "Karim كريم|Nour نور|Youssef يوسف|Salma سلمى|Omar عمر|Hana هناء",
    ),
    "MA": (
        "El Amrani العمراني|Benali بنعلي|Tazi التازي|Alaoui العلوي|Berrada برادة",
        "Yassine ياسين|Fatima فاطمة|Hamza حمزة|Khadija خديجة|Rachid رشيد|Samira سميرة",
    ),
    "PS": (
        "Haddad حداد|Nasser ناصر|Khoury خوري|Awad عوض",
        "Sami سامي|Layla ليلى|Tareq طارق|Rania رانيا|Bassam بسام",
    ),
    "IR": (
        "Karimi کریمی|Rostami رستمی|Ahmadi احمدی|Hosseini حسینی|Moradi مرادی",
        "Reza رضا|Maryam مریم|Ali علی|Shirin شیرین|Farhad فرهاد|Parisa پریسا",
    ),
    "RU": (
        "Sokolov Соколов|Kuznetsova Кузнецова|Morozov Морозов|Volkova Волкова|Lebedev Лебедев",
        "Aleksei Алексей|Irina Ирина|Dmitri Дмитрий|Olga Ольга|Timur Тимур|Svetlana Светлана",
    ),
    "GR": (
        "Papadakis Παπαδάκης|Nikolaou Νικολάου|Georgiou Γεωργίου|Dimitriou Δημητρίου",
        "Eleni Ελένη|Kostas Κώστας|Maria Μαρία|Yannis Γιάννης|Sofia Σοφία|Petros Πέτρος",
    ),
}
_LATIN: dict[str, tuple[str, str]] = {
    "AR": (
        "Gómez Ferreyra|Romero Díaz|Sosa Ledesma|Acosta Ruiz",
        "Martín|Lucía|Julián|Sofía|Bruno",
    ),
    "AT": ("Gruber|Steiner|Moser|Hofer", "Lukas|Anna|Florian|Katharina"),
    "BE": ("Peeters|Dubois|Maes|Lambert|Claes", "Jef|Élise|Bram|Camille|Lotte"),
    "BR": (
        "Silva Santos|Oliveira Lima|Souza Ribeiro|Almeida Rocha",
        "João|Ana|Rafael|Beatriz|Thiago|Larissa",
    ),
    "CA": ("Tremblay|MacDonald|Gagnon|Singh|Roy", "Étienne|Claire|Liam|Harpreet|Sophie"),
    "CL": ("Muñoz Soto|Rojas Vera|Contreras Pino|Silva Araya", "Catalina|Diego|Javiera|Tomás"),
    "CO": (
        "Rodríguez Mora|Gutiérrez Peña|Ramírez Ospina|Cárdenas Ríos",
        "Camila|Andrés|Paula|Iván|Inés",
    ),
    "CR": ("Vargas Solano|Jiménez Mora|Castro Ulate", "Daniela|Esteban|Mariana"),
    "EC": ("Andrade Vega|Cevallos Paz|Salazar Mena", "Gabriela|Mateo|Verónica|Xavier"),
    "FR": ("Moreau|Lefèvre|Girard|de La Tour|Fontaine", "Chloé|Hugo|Mathilde|Théo|Inès"),
    "DE": ("Schröder|Weiß|von Ahrens|Köhler|Lange", "Jürgen|Sabine|Malte|Heike|Jonas"),
    "HU": ("Kovács|Nagy|Szabó|Tóth|Horváth", "Ágnes|Gergő|Zsófia|Bence|Márta"),
    "IN": ("Deshmukh|Reddy|Kulkarni|Sharma|Patil", "Aarav|Kavya|Rohan|Meera|Suresh|Anjali"),
    "ID": ("Wibowo|Santoso|Hartono|Siregar|Pratama", "Budi|Siti|Agus|Dewi|Slamet|Wulan"),
    "IT": ("Conti|De Luca|Ferri|Colombo", "Giulia|Lorenzo|Chiara|Matteo"),
    "KE": ("Odhiambo|Wanjiru|Mwangi|Kiprono|Achieng", "Grace|Peter|Faith|Daniel|Esther|Joseph"),
    "MY": ("binti Ahmad|bin Ismail|Tan|Lim|a/l Raman", "Nurul|Azman|Mei Ling|Faizal|Aisyah|Kumar"),
    "MX": (
        "Hernández Cruz|López Reyes|Torres Luna|Flores Ibarra",
        "Ximena|Emilio|Regina|Óscar|Elena",
    ),
    "NP": ("Shrestha|Gurung|Thapa|Maharjan", "Sita|Bikash|Sunita|Prakash|Asmita"),
    "SN": ("Ndiaye|Diop|Fall|Sarr", "Awa|Mamadou|Fatou|Ousmane|Aminata"),
    "ZA": ("Dlamini|van der Merwe|Naidoo|Mokoena|Botha", "Thandi|Pieter|Priya|Sipho|Lerato"),
    "ES": ("García Vidal|Martí Soler|Fernández Ruiz|Navarro Gil", "Núria|Pau|Carmen|Álvaro|Laia"),
    "TH": ("Srisuk|Wongsawat|Chaiyasit|Boonmee", "Somchai|Malee|Niran|Kanya|Arthit|Ploy"),
    "TR": ("Yıldız|İnan|Çelik|Şahin|Kılıç", "Ayşe|Emre|Zeynep|Okan|Elif|İlker"),
    "UG": ("Nakato|Okello|Mugisha|Namatovu", "Sarah|Brian|Agnes|Moses|Ritah"),
    "GB": ("Hughes|O'Connor|Begum|Fletcher", "Megan|Oliver|Yasmin|Duncan"),
    "UY": ("Pereira Sosa|Silveira Techera|Olivera Nin", "Florencia|Gonzalo|Valentina|Nicolás"),
    "VN": ("Nguyễn|Trần|Lê|Phạm|Hoàng", "Minh Anh|Quốc Huy|Thu Hà|Văn Nam|Ngọc Lan"),
}
_ATTEMPTS = 100
# International organizations draw from everywhere.
_ANYWHERE = ("FR", "ES", "KE", "BR", "IN", "DE", "TR", "ZA", "CA", "JP", "KR", "MX")


@dataclass(frozen=True, slots=True)
class InventedName:
    """A name in its parts, as `delegations.protocol.names` takes them."""

    given: str
    family: str
    native: str
    order: str
    country: str


def invent(country: str, random: Random) -> InventedName:
    """A name as people of `country` (ISO code, empty for organizations) may have it."""
    country = country or random.choice(_ANYWHERE)
    family, native_family = _part(country, 0, random)
    given, native_given = _part(country, 1, random)
    if country in SINGLE_NAMES and random.randrange(SINGLE_NAMES[country]) == 0:
        return InventedName(given, "", "", "single", country)
    first = country in FAMILY_FIRST
    between = "" if country in {"CN", "KR"} else " "
    parts = (native_family, native_given) if first else (native_given, native_family)
    native = between.join(parts) if native_family else ""
    return InventedName(given, family, native, "family-first" if first else "given-first", country)


class Crowd:
    """Generates people who hardly ever share a name: namesakes would look like duplicates."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed)
        self._known: set[InventedName] = set()
        self.count = 0

    def invent(self, country: str) -> InventedName:
        """Return an unused name, if there is one left."""
        self.count += 1
        for _attempt in range(_ATTEMPTS):
            name = invent(country, self._random)
            if name not in self._known:
                break
        self._known.add(name)
        return name


def _part(country: str, index: int, random: Random) -> tuple[str, str]:
    if country in _NATIVE:
        latin, _space, native = random.choice(_NATIVE[country][index].split("|")).partition(" ")
        if native and native[0].isascii():  # a family name of two Latin words
            more, _space, native = native.partition(" ")
            latin = f"{latin} {more}"
        return latin, native
    return random.choice(_LATIN[country][index].split("|")), ""
