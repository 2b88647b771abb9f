"""Words of the demo's news releases and award. Our own, in each language; the facts are published."""

AWARD_DESCRIPTION = {
    "en": "274 initiatives from 193 cities and regions in 54 countries took part in the sixth award. "
    "Fifteen of them were shortlisted, five won.",
    "zh-hans": "第六届广州奖共有54个国家193个城市和地区的274个项目参评，其中15个入围，5个获奖。",
    "fr": "274 initiatives de 193 villes et régions de 54 pays ont concouru pour ce sixième prix. "
    "Quinze ont été présélectionnées, cinq l’ont emporté.",
    "es": "274 iniciativas de 193 ciudades y regiones de 54 países concurrieron a este sexto premio. "
    "Quince fueron finalistas y cinco ganaron.",
    "ar": "شاركت في الدورة السادسة من الجائزة 274 مبادرة من 193 مدينة ومنطقة في 54 بلدًا. "
    "وصلت خمس عشرة منها إلى القائمة القصيرة، وفازت خمس.",
}
FACTS_TITLE = {
    "en": "Facts and figures",
    "zh-hans": "数据一览",
    "fr": "Chiffres clés",
    "es": "Datos y cifras",
    "ar": "حقائق وأرقام",
}

# Key → moment in the zone of the forum, then language → title, summary, text.
STORIES: dict[str, tuple[str, dict[str, tuple[str, str, str]]]] = {
    "guangzhou-gets-ready": (
        "2023-12-05T10:00",
        {
            "en": (
                "Guangzhou gets ready to receive 65 cities",
                "Two days before the opening, delegations of 37 countries and nine international "
                "organizations have announced themselves.",
                "The forum meets from 7 to 9 December at the Yuexiu International Congress "
                "Center.\n\nIts programme has an opening ceremony, **seven sub-forums**, a Mayors’ "
                "Dialogue and three tours of the city. The award ceremony opens the forum on the "
                "evening of 7 December.",
            ),
            "zh-hans": (
                "广州准备迎接65个城市",
                "距开幕还有两天，来自37个国家的代表团和9个国际组织已确认参会。",
                "论坛将于12月7日至9日在广州越秀国际会议中心举行。\n\n日程包括开幕式、**七场分论坛**、"
                "市长对话和三条城市参观线路。颁奖典礼将于12月7日晚拉开论坛序幕。",
            ),
            "fr": (
                "Guangzhou s’apprête à recevoir 65 villes",
                "À deux jours de l’ouverture, les délégations de 37 pays et neuf organisations "
                "internationales se sont annoncées.",
                "Le forum se réunit du 7 au 9 décembre au Centre international de congrès "
                "Yuexiu.\n\nAu programme : une cérémonie d’ouverture, **sept sous-forums**, un "
                "dialogue des maires et trois visites de la ville. La remise du prix ouvre le forum "
                "au soir du 7 décembre.",
            ),
            "es": (
                "Guangzhou se prepara para recibir a 65 ciudades",
                "A dos días de la apertura, han anunciado su llegada delegaciones de 37 países y "
                "nueve organizaciones internacionales.",
                "El foro se reúne del 7 al 9 de diciembre en el Centro Internacional de Congresos "
                "Yuexiu.\n\nEl programa incluye una ceremonia inaugural, **siete subforos**, un "
                "diálogo de alcaldes y tres visitas a la ciudad. La entrega del premio abre el foro "
                "la noche del 7 de diciembre.",
            ),
            "ar": (
                "قوانغتشو تستعد لاستقبال 65 مدينة",
                "قبل يومين من الافتتاح، أعلنت وفود من 37 بلدًا وتسع منظمات دولية عن قدومها.",
                "ينعقد المنتدى من 7 إلى 9 ديسمبر في مركز يويشيو الدولي للمؤتمرات.\n\nيشمل البرنامج "
                "حفل افتتاح و**سبعة منتديات فرعية** وحوار رؤساء البلديات وثلاث جولات في المدينة. "
                "ويفتتح حفل توزيع الجائزة أعمال المنتدى مساء 7 ديسمبر.",
            ),
        },
    ),
    "five-cities-win": (
        "2023-12-07T22:00",
        {
            "en": (
                "Bogotá, Chalandri, Gwangju, Kampala and Xianning win the award",
                "The sixth Guangzhou International Award for Urban Innovation was given on the "
                "evening of 7 December.",
                "Ten more cities received a Medal of Honor. In the public’s vote Xianning became "
                "the *City of Your Choice*.",
            ),
            "zh-hans": (
                "波哥大、哈兰德里、光州、坎帕拉和咸宁获奖",
                "第六届广州国际城市创新奖于12月7日晚颁发。",
                "另有十个城市获得荣誉奖章。咸宁在公众投票中获评*网络人气城市*。",
            ),
            "fr": (
                "Bogota, Chalandri, Gwangju, Kampala et Xianning remportent le prix",
                "Le sixième Prix international de Guangzhou pour l’innovation urbaine a été remis "
                "le soir du 7 décembre.",
                "Dix autres villes ont reçu une médaille d’honneur. Le vote du public a fait de "
                "Xianning la *Ville de votre choix*.",
            ),
            "es": (
                "Bogotá, Chalandri, Gwangju, Kampala y Xianning ganan el premio",
                "El sexto Premio Internacional de Guangzhou a la Innovación Urbana se entregó la "
                "noche del 7 de diciembre.",
                "Otras diez ciudades recibieron una medalla de honor. El voto del público convirtió "
                "a Xianning en la *Ciudad de su Elección*.",
            ),
            "ar": (
                "بوغوتا وخالاندري وغوانغجو وكمبالا وشيانينغ تفوز بالجائزة",
                "سُلّمت جائزة قوانغتشو الدولية السادسة للابتكار الحضري مساء 7 ديسمبر.",
                "نالت عشر مدن أخرى وسام الشرف. واختار الجمهور شيانينغ *مدينة من اختيارك*.",
            ),
        },
    ),
    "forum-closes": (
        "2023-12-09T18:00",
        {
            "en": (
                "The forum closes after three days",
                "Over 800 representatives took part, among them 23 incumbent governors and mayors.",
                "They came from 65 cities of 37 countries and from nine international "
                "organizations. The seven sub-forums spoke of city clusters, openness, artificial "
                "intelligence, green cities, heritage, planning and social security.",
            ),
            "zh-hans": (
                "为期三天的论坛闭幕",
                "800余名代表参会，其中包括23位现任省市长。",
                "代表们来自37个国家的65个城市和9个国际组织。七场分论坛探讨了城市群、开放、人工智能、"
                "绿色城市、文化遗产、城市规划和社会保障。",
            ),
            "fr": (
                "Le forum s’achève après trois jours",
                "Plus de 800 représentants y ont pris part, dont 23 gouverneurs et maires en "
                "exercice.",
                "Ils venaient de 65 villes de 37 pays et de neuf organisations internationales. Les "
                "sept sous-forums ont traité des groupements urbains, de l’ouverture, de "
                "l’intelligence artificielle, des villes vertes, du patrimoine, de l’urbanisme et "
                "de la protection sociale.",
            ),
            "es": (
                "El foro se clausura tras tres días",
                "Participaron más de 800 representantes, entre ellos 23 gobernadores y alcaldes en "
                "ejercicio.",
                "Procedían de 65 ciudades de 37 países y de nueve organizaciones internacionales. "
                "Los siete subforos trataron de las agrupaciones de ciudades, la apertura, la "
                "inteligencia artificial, las ciudades verdes, el patrimonio, el urbanismo y la "
                "protección social.",
            ),
            "ar": (
                "اختتام المنتدى بعد ثلاثة أيام",
                "شارك أكثر من 800 ممثل، بينهم 23 من المحافظين ورؤساء البلديات في مناصبهم.",
                "جاؤوا من 65 مدينة في 37 بلدًا ومن تسع منظمات دولية. وتناولت المنتديات الفرعية "
                "السبعة التجمعات الحضرية والانفتاح والذكاء الاصطناعي والمدن الخضراء والتراث "
                "والتخطيط والحماية الاجتماعية.",
            ),
        },
    ),
}
