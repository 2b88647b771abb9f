"""Tables of people as offices of many countries save them: invented names, headers, encodings."""

import unicodedata
from dataclasses import dataclass


@dataclass(frozen=True)
class Office:
    """An office: its encodings, its own header, and names of its people and cities."""

    language: str
    encodings: tuple[str, ...]
    header: str
    rows: tuple[str, ...]

    def table(self, rows: tuple[str, ...], header: str = "") -> str:
        """A table of these rows."""
        return "\r\n".join((header or self.header, *rows, ""))


def encoded(text: str, encoding: str) -> bytes:
    """As programs write it; Vietnamese tones stand behind their letters."""
    if encoding != "cp1258":
        return text.encode(encoding)
    found = []
    for char in text:
        base = unicodedata.normalize("NFD", char)
        tones = [one for one in base if one in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(one for one in base if one not in tones))
        found += [rest, *tones]
    return "".join(found).encode("cp1258")


_WINDOWS_MAC = "cp1252 mac_roman"


def _office(language: str, encodings: str, header: str, rows: str) -> Office:
    return Office(language, tuple(encodings.split()), header, tuple(rows.strip().split("\n")))


OFFICES = (
    _office("Czech", "cp1250 mac_latin2 iso8859_2 cp852", "Jméno;Příjmení;Město;Funkce", """
Jiří;Dvořák;Plzeň;primátor
Lucie;Svobodová;České Budějovice;starostka
Ondřej;Němeček;Ústí nad Labem;náměstek
Kateřina;Černá;Liberec;překladatelka
Zdeněk;Kučera;Olomouc;ředitel
Šárka;Benešová;Hradec Králové;tajemnice
Tomáš;Růžička;Jihlava;úředník
Božena;Vávrová;Kroměříž;poradkyně"""),
    _office("Polish", "cp1250 mac_latin2 iso8859_2", "Imię;Nazwisko;Miasto;Stanowisko", """
Łukasz;Wiśniewski;Kraków;prezydent miasta
Małgorzata;Zielińska;Łódź;zastępca
Grażyna;Dąbrowska;Gdańsk;tłumaczka
Paweł;Wójcik;Poznań;urzędnik
Michał;Kamiński;Białystok;dyrektor
Żaneta;Woźniak;Częstochowa;rzeczniczka
Stanisław;Krawczyk;Toruń;doradca
Agnieszka;Jabłońska;Rzeszów;kierowniczka"""),
    _office("Hungarian", "cp1250", "Vezetéknév;Keresztnév;Város;Tisztség", """
Szűcs;László;Székesfehérvár;polgármester
Kőműves;Ágnes;Győr;alpolgármester
Fülöp;Zsófia;Debrecen;tolmács
Vörös;Gergő;Pécs;jegyző
Tóth;Mátyás;Kecskemét;tanácsadó
Erdős;Ildikó;Nyíregyháza;főosztályvezető
Bíró;Csaba;Szeged;titkár
Németh;Dezső;Szombathely;tanácsos"""),
    _office("Romanian", "cp1250", "Prenume;Nume;Oraş;Funcţie", """
Ştefan;Munteanu;Iaşi;primar
Ioana;Bălan;Timişoara;viceprimar
Răzvan;Ţurcanu;Braşov;traducător
Mădălina;Crişan;Piteşti;consilier
Cătălin;Vâlcea;Bacău;secretar
Ruxandra;Fântână;Botoşani;director
Gheorghe;Pârvu;Târgu Mureş;expert
Luminiţa;Dobre;Constanţa;şef de birou"""),
    _office("Croatian", "cp1250", "Ime;Prezime;Grad;Dužnost", """
Željko;Horvat;Šibenik;gradonačelnik
Đurđica;Kovačević;Čakovec;zamjenica
Krešimir;Babić;Požega;pročelnik
Snježana;Šarić;Varaždin;savjetnica
Hrvoje;Jurišić;Đakovo;tajnik
Nadežda;Živković;Križevci;prevoditeljica
Tomislav;Perić;Poreč;ravnatelj
Božidar;Vuković;Vukovar;stručnjak"""),
    _office("Russian", "cp1251 mac_cyrillic koi8_u cp866", "Имя;Фамилия;Город;Должность", """
Сергей;Ковалёв;Казань;мэр
Ольга;Щербакова;Екатеринбург;заместитель
Дмитрий;Жуков;Нижний Новгород;переводчик
Наталья;Юдина;Ярославль;советник
Алексей;Царёв;Пермь;секретарь
Мария;Ефимова;Хабаровск;помощник
Игорь;Чайкин;Владивосток;начальник отдела
Татьяна;Эйдельман;Омск;директор"""),
    _office("Ukrainian", "cp1251", "Ім’я;Прізвище;Місто;Посада", """
Олексій;Шевчук;Київ;міський голова
Ірина;Бондаренко;Львів;заступниця
Сергій;Їжакевич;Харків;перекладач
Юлія;Гнатюк;Чернівці;радниця
Андрій;Ґалаґан;Запоріжжя;секретар
Оксана;Яремчук;Івано-Франківськ;помічниця
Тарас;Кравець;Рівне;керівник
Василь;Єфименко;Дніпро;спеціаліст"""),
    _office("Serbian", "cp1251", "Име;Презиме;Град;Функција", """
Ђорђе;Петровић;Нови Сад;градоначелник
Љиљана;Живковић;Ниш;заменица
Милош;Јанковић;Крагујевац;саветник
Снежана;Његош;Суботица;преводилац
Владимир;Чолић;Чачак;секретар
Јелена;Шћепановић;Ужице;помоћница
Душан;Ћирић;Ваљево;начелник
Бранислав;Џогаз;Зрењанин;стручњак"""),
    _office("Bulgarian", "cp1251", "Име;Фамилия;Град;Длъжност", """
Георги;Димитров;Пловдив;кмет
Цветелина;Христова;Велико Търново;заместник-кмет
Румен;Стоянов;Бургас;преводач
Десислава;Ангелова;Стара Загора;съветник
Пламен;Жеков;Русе;секретар
Ъглика;Тодорова;Габрово;експерт
Асен;Щерев;Видин;началник
Йорданка;Маринова;Варна;директор"""),
    _office("Greek", "cp1253 mac_greek", "Όνομα;Επώνυμο;Πόλη;Θέση", """
Γιώργος;Παπαδάκης;Θεσσαλονίκη;δήμαρχος
Ελένη;Σταθοπούλου;Πάτρα;αντιδήμαρχος
Νίκος;Αθανασίου;Ηράκλειο;διερμηνέας
Σοφία;Κωνσταντίνου;Λάρισα;σύμβουλος
Δημήτρης;Ξένος;Βόλος;γραμματέας
Άννα;Ψαρρά;Ιωάννινα;διευθύντρια
Ευάγγελος;Χατζής;Καλαμάτα;υπάλληλος
Μαρία;Ζερβού;Ρόδος;βοηθός"""),
    _office("Turkish", "cp1254 mac_turkish", "Adı;Soyadı;Şehir;Görevi", """
Gülşen;Yıldırım;İzmir;belediye başkanı
Oğuzhan;Çelik;Eskişehir;başkan yardımcısı
Ayşe;Koçoğlu;Muğla;tercüman
Hüseyin;Şimşek;Kütahya;danışman
Tuğba;Kılıç;Diyarbakır;müdür
İbrahim;Aydın;Şanlıurfa;sekreter
Özlem;Güneş;Çanakkale;uzman
Süleyman;Erdoğdu;Balıkesir;şube müdürü"""),
    _office("Arabic", "cp1256", "الاسم;اسم العائلة;المدينة;المنصب", """
أحمد;المنصوري;الرباط;رئيس البلدية
فاطمة;بن علي;تونس;نائبة الرئيس
خالد;الهاشمي;عمّان;مترجم
مريم;السيد;الإسكندرية;مستشارة
يوسف;العتيبي;جدة;مدير
ليلى;حدّاد;بيروت;سكرتيرة
عبد الرحمن;القاسمي;الدوحة;خبير
نور الدين;بوزيد;وهران;موظف"""),
    _office("Persian", "cp1256", "نام;نام خانوادگي;شهر;سمت", """
محمد;رضايي;شيراز;شهردار
زهرا;حسيني;اصفهان;معاون
علي;کريمي;مشهد;مترجم
پروين;چراغي;تبريز;مشاور
گلنار;ژاله;کرمان;مدير
حسين;پورمحمدي;يزد;کارشناس
مهدي;گيلاني;رشت;دبير
نرگس;قاسمي;قم;کارمند"""),
    _office("Hebrew", "cp1255", "שם פרטי;שם משפחה;עיר;תפקיד", """
יוסף;כהן;חיפה;ראש העיר
מיכל;לוי;באר שבע;סגנית
אברהם;מזרחי;נתניה;מתורגמן
שרה;פרידמן;אשדוד;יועצת
דניאל;ביטון;רחובות;מנהל
רבקה;שפירא;טבריה;מזכירה
גדעון;צור;עכו;מומחה
נועם;אוחיון;אילת;פקיד"""),
    _office("French", f"{_WINDOWS_MAC} cp850", "Prénom;Nom;Ville;Fonction", """
Éric;Lefèvre;Besançon;maire
Hélène;Gaël;Orléans;adjointe
François;Bélanger;Québec;interprète
Zoé;Côté;Trois-Rivières;conseillère
Jérôme;Maître;Saint-Étienne;directeur
Anaïs;Boëly;Nîmes;secrétaire
Benoît;Lemoîne;Béziers;chargé de mission
Chloé;Noël;Châlons;cheffe de cabinet"""),
    _office("German", f"{_WINDOWS_MAC} cp850", "Vorname;Nachname;Stadt;Tätigkeit", """
Jürgen;Müller;Köln;Oberbürgermeister
Käthe;Groß;Düsseldorf;Bürgermeisterin
Björn;Schäfer;Nürnberg;Dolmetscher
Jörg;Weiß;Göttingen;Referent
Änne;Böhm;Münster;Geschäftsführerin
Günther;Strauß;Tübingen;Sekretär
Sören;Lübbe;Lübeck;Büroleiter
Ursula;Krämer;Würzburg;Übersetzerin"""),
    _office("Spanish", _WINDOWS_MAC, "Nombre;Apellidos;Ciudad;Cargo", """
José;Núñez Peña;Córdoba;alcalde
María;Ibáñez;Logroño;teniente de alcalde
Andrés;Muñoz;A Coruña;intérprete
Ángela;Gutiérrez;León;asesora
Íñigo;Zúñiga;Vitoria;técnico
Begoña;Ordóñez;Cádiz;jefa de gabinete
Raúl;Márquez;Málaga;director
Concepción;Acuña;Jaén;secretaria"""),
    _office("Portuguese", _WINDOWS_MAC, "Nome;Apelido;Cidade;Função", """
João;Conceição;São Luís;prefeito
Inês;Magalhães;Guimarães;vereadora
Antônio;Assunção;Belém;intérprete
Lúcia;Guimarães;Maceió;assessora
Sebastião;Araújo;Goiânia;secretário
Conceição;Simões;Évora;diretora
Luís;Galvão;Santarém;técnico
Júlia;Falcão;Setúbal;coordenação"""),
    _office("Italian", "cp1252", "Nome;Cognome;Città;Carica", """
Niccolò;Donà;Forlì;sindaco
Andrea;Cantù;Cefalù;assessore
Giosuè;Morandè;Cantù;funzionario
Desirée;Calì;Sarzanà;consigliera
Noè;Salò;Viggiù;segretario
Libertà;Rubbià;Mondovì;direttrice"""),
    _office("Danish", "cp1252", "Fornavn;Efternavn;By;Stilling", """
Søren;Kjær;Aarhus;borgmester
Åse;Nørgaard;Næstved;viceborgmester
Jørgen;Ødegaard;Helsingør;tolk
Bjørn;Østergaard;Tønder;rådgiver
Mæret;Sønderby;Køge;sekretær
Kåre;Ærø;Rønne;direktør"""),
    _office("Icelandic", "cp1252", "Fornafn;Kenninafn;Bær;Staða", """
Þórður;Guðmundsson;Ísafjörður;bæjarstjóri
Sigríður;Jónsdóttir;Hafnarfjörður;ráðgjafi
Björg;Æsudóttir;Húsavík;túlkur
Guðrún;Þórsdóttir;Akureyri;ritari
Davíð;Stefánsson;Kópavogur;forstöðumaður
Ásgeir;Óðinsson;Garðabær;fulltrúi"""),
    _office("Lithuanian", "cp1257", "Vardas;Pavardė;Miestas;Pareigos", """
Žydrūnas;Kazlauskas;Šiauliai;meras
Živilė;Petrauskienė;Panevėžys;pavaduotoja
Rūta;Bučinskaitė;Klaipėda;vertėja
Šarūnas;Jankūnas;Kėdainiai;patarėjas
Agnė;Žukauskaitė;Utena;vyriausioji specialistė
Eglė;Mažeikaitė;Tauragė;sekretorė"""),
    _office("Latvian", "cp1257", "Vārds;Uzvārds;Pilsēta;Amats", """
Jānis;Bērziņš;Rēzekne;mērs
Līga;Ozoliņa;Jēkabpils;vietniece
Ģirts;Kalniņš;Liepāja;tulks
Šarlote;Krūmiņa;Jūrmala;padomniece
Pēteris;Āboliņš;Valmiera;sekretārs
Anželika;Ķirse;Ogre;vadītāja"""),
    _office("Vietnamese", "cp1258", "Tên;Họ;Thành phố;Chức vụ", """
Minh Anh;Nguyễn;Đà Nẵng;chủ tịch
Thị Hồng;Trần;Hải Phòng;phó chủ tịch
Quốc Tuấn;Phạm;Cần Thơ;phiên dịch
Thanh Hà;Lê;Huế;cố vấn
Văn Đức;Hoàng;Vũng Tàu;thư ký
Thùy Dương;Vũ;Đà Lạt;giám đốc"""),
    _office("Thai", "cp874", "ชื่อ;นามสกุล;เมือง;ตำแหน่ง", """
สมชาย;ใจดี;เชียงใหม่;นายกเทศมนตรี
มาลี;ศรีสุข;ภูเก็ต;รองนายก
ประเสริฐ;วงศ์ไทย;ขอนแก่น;ล่าม
อรุณี;แก้วมณี;อุดรธานี;ที่ปรึกษา
วิชัย;ทองคำ;สงขลา;เลขานุการ
กัญญา;บุญมี;นครราชสีมา;ผู้อำนวยการ"""),
    _office("Simplified Chinese", "gb18030", "姓名;姓;城市;职务", """
王伟;王;广州;市长
李娜;李;武汉;副市长
张建国;张;西安;翻译
欧阳静怡;欧阳;成都;外办主任
赵晓明;赵;哈尔滨;处长
陈思远;陈;厦门;秘书
刘洋;刘;昆明;记者
周子涵;周;咸宁;科员"""),
    _office("Traditional Chinese", "big5hkscs", "姓名;姓;城市;職務", """
陳志豪;陳;臺北;市長
林雅婷;林;高雄;副市長
黃俊傑;黃;臺中;翻譯
張淑芬;張;新竹;秘書
歐陽美玲;歐陽;香港;處長
蔡宗翰;蔡;澳門;顧問
鄭宇軒;鄭;嘉義;科員
劉冠廷;劉;花蓮;記者"""),
    _office("Japanese", "cp932 euc_jp", "氏名;ふりがな;都市;役職", """
佐藤 健一;さとう けんいち;横浜市;市長
鈴木 美咲;すずき みさき;神戸市;副市長
高橋 翔太;たかはし しょうた;札幌市;通訳
田中 恵子;タナカ ケイコ;福岡市;課長
渡辺 直樹;ワタナベ ナオキ;広島市;秘書
中村 由美;なかむら ゆみ;京都市;担当者
小林 大輔;こばやし だいすけ;仙台市;部長
山本 陽菜;やまもと ひな;長崎市;職員"""),
    _office("Korean", "cp949", "이름;성;도시;직책", """
김민준;김;부산;시장
이서연;이;대구;부시장
박지훈;박;인천;통역
최수빈;최;광주;과장
정하은;정;대전;비서
강도윤;강;울산;국장
윤예진;윤;제주;담당자
한지우;한;수원;주무관"""),
)  # fmt: skip
