"""Customs of names by country: the table behind the proposals of `whole_names`.

Knows no database. Sources: W3C, “Personal names around the world”; United Nations, “A guide to
names and naming practices”; the most frequent family names by the Ministry of Public Security of
China (2020), Statistics Korea (2015) and the national censuses. Countries are ISO 3166-1 alpha-2.
"""

from core.text.folding import fold

# The family name comes first, also in official texts in Latin letters.
FAMILY_FIRST = frozenset({"CN", "HK", "HU", "JP", "KH", "KP", "KR", "MO", "TW", "VN"})
LANGUAGES_FAMILY_FIRST = frozenset({"zh", "zh-hans", "zh-hant", "ja", "ko", "hu", "vi"})
# Names of several words of which none is that of a family.
NO_FAMILY_NAME = frozenset({"ID", "MM", "BT"})
# The father’s and then the mother’s surname. Argentina and Uruguay usually write one.
TWO_SURNAMES = frozenset(
    {"BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GQ", "GT", "HN", "MX", "NI", "PA", "PE", "PR"}
    | {"PY", "SV", "VE"}
)
_SECOND_GIVEN_NAMES = (
    "alberto alejandra alejandro alfonso alicia andrea andrés ángel antonio beatriz carlos carmen "
    "carolina cecilia cristina daniel david diego eduardo elena enrique ernesto esteban eugenia "
    "felipe fernanda fernando francisco gabriel gabriela guadalupe guillermo ignacio isabel javier "
    "jesús joaquín jorge josé juan julia laura leonor lucía luis luisa luz manuel marcela "
    "margarita maría mario martín mercedes miguel natalia pablo patricia paula pedro pilar rafael "
    "ramón raúl ricardo roberto rosa rosario sebastián sergio silvia sofía teresa tomás valentina "
    "verónica vicente victoria"
)
_TWO_CHARACTERS = (
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 夏侯 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 司徒 "
    "司空 端木 长孙 長孫 宇文 独孤 獨孤 南宫 南宮 拓跋 轩辕 軒轅 呼延 百里 东郭 澹台 申屠 钟离 "
    "闻人 赫连"
)
_TWO_SYLLABLES = "남궁 황보 제갈 사공 선우 서문 독고 동방"
_CHINESE = (
    "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng "
    "liang xie song tang han feng deng cao peng zeng xiao tian dong pan yuan cai jiang yu du "
    "ye cheng wei su lu ding ren yao zhong cui tan fan wang shi liao jia xia fu fang zou "
    "xiong bai meng qin qiu hou yan xue lei long tao shao mao chang wan gu lai wu kong shi "
    "ouyang situ sima zhuge shangguan"
)
_CANTONESE = (
    "chan wong lee leung cheung lau ng ho lam chow yeung tsang tang cheng kwok chiu chui mak "
    "yip tse fung tam lo lui poon hui kwan yuen tong choi siu pang au fong lai leong chao"
)
_HOKKIEN = "tan lim ong teo goh koh chua sim toh yeo quek ang tay low chong gan seah lee ng chan"
_KOREAN = (
    "kim lee yi rhee park pak bak choi choe jung jeong chung kang gang cho jo yoon yun jang "
    "chang lim im han oh seo shin sin kwon gwon hwang ahn an song ryu yoo yu hong jeon jun "
    "chun ko go moon mun yang son bae baek paik heo hur nam sim shim noh roh ha joo ju koo gu "
    "min jin ji eom won cha bang kong namgoong hwangbo"
)
_VIETNAMESE = (
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương "
    "trịnh đinh lâm phùng mai tô trương hà cao châu tạ thái quách"
)
_JAPANESE = (
    "sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi kato yoshida "
    "yamada sasaki yamaguchi matsumoto inoue kimura hayashi saito shimizu yamazaki mori ikeda "
    "hashimoto abe ishikawa yamashita nakajima ogawa ishii okada goto hasegawa maeda fujita "
    "kondo endo aoki sakamoto murakami ota fujiwara kaneko nishimura fukuda miura takeuchi "
    "nakagawa okamoto"
)
_HUNGARIAN_GIVEN = (
    "ádám ágnes andrás andrea anikó anna attila balázs bálint béla bence csaba dániel dávid "
    "dóra edit emese endre enikő erika erzsébet éva ferenc gábor gergely géza györgy gyula "
    "henrietta ildikó ilona imre istván jános józsef judit julianna kálmán károly katalin "
    "klára krisztina lajos lászló levente márta márton mária máté mátyás miklós mihály mónika "
    "nikolett nóra ottó pál péter réka richárd róbert sándor szabolcs szilvia tamás tibor "
    "tímea tünde vera viktor viktória vilmos zoltán zsófia zsolt zsuzsanna"
)


def _folded(names: str) -> frozenset[str]:
    return frozenset(map(fold, names.split()))


# A second given name rather than a surname: “Juan Carlos Pérez”.
SECOND_GIVEN_NAMES = _folded(_SECOND_GIVEN_NAMES)
# Family names of two characters, or two syllables; all others have one.
TWO_CHARACTERS = frozenset(_TWO_CHARACTERS.split())
TWO_SYLLABLES = frozenset(_TWO_SYLLABLES.split())
# Frequent family names: if one stands at one end alone, the name is written that way round.
SURNAMES = {
    "CN": _folded(_CHINESE),
    "HK": _folded(f"{_CANTONESE} {_CHINESE}"),
    "MO": _folded(f"{_CANTONESE} {_CHINESE}"),
    "TW": _folded(f"{_CHINESE} chang chou hsu hsieh tsai cheng kuo tseng chiu liao lai"),
    "SG": _folded(f"{_HOKKIEN} {_CANTONESE}"),
    "MY": _folded(f"{_HOKKIEN} {_CANTONESE}"),
    "KR": _folded(_KOREAN),
    "KP": _folded(f"{_KOREAN} ri pak choe"),
    "VN": _folded(_VIETNAMESE),
    "JP": _folded(_JAPANESE),
}
# Frequent given names, where family names are too many.
GIVEN_NAMES = {"HU": _folded(_HUNGARIAN_GIVEN)}
