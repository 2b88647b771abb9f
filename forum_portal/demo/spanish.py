"""What the data set of the demo does not say in Spanish. The portal's own wording, not official."""

TO_BE_CONFIRMED = "{role}, por confirmar"

# By section and identifier of the data set.
WORDS = {
    "venues": {
        "H1": "Hotel oficial 1 (contiguo a la sede)",
        "H2": "Hotel oficial 2 (a 15 minutos en lanzadera)",
    },
    "rooms": {
        "plenary-hall": "Salón plenario",
        "banquet-hall": "Salón de banquetes",
        "room-a": "Sala de conferencias A",
        "room-b": "Sala de conferencias B",
        "room-c": "Sala de conferencias C",
        "room-d": "Sala de conferencias D",
        "mayors-roundtable": "Sala de la mesa redonda de alcaldes",
        "vip-lounge": "Sala de autoridades",
        "bilateral-1": "Sala de reuniones bilaterales 1",
        "bilateral-2": "Sala de reuniones bilaterales 2",
        "bilateral-3": "Sala de reuniones bilaterales 3",
        "bilateral-4": "Sala de reuniones bilaterales 4",
        "press-centre": "Centro de prensa",
        "exhibition-foyer": "Vestíbulo de la exposición",
        "registration": "Mostrador de inscripción y acreditaciones",
        "delegation-office": "Oficina común de las delegaciones",
        "prayer-room": "Sala de oración y silencio",
        "medical-point": "Puesto médico",
        "off-site": "Fuera de la sede (visita a la ciudad)",
    },
    "organizations": {
        "uclg": "Ciudades y Gobiernos Locales Unidos",
        "metropolis": "Asociación Mundial de las Grandes Metrópolis (Metropolis)",
        "un-habitat": "Programa de las Naciones Unidas para los Asentamientos Humanos",
        "undp": "Programa de las Naciones Unidas para el Desarrollo",
        "unesco": "Organización de las Naciones Unidas para la Educación, la Ciencia y la Cultura",
        "iclei": "ICLEI – Gobiernos Locales por la Sustentabilidad",
        "citynet": "CityNet (Red Regional de Autoridades Locales para la Gestión de los Asentamientos Humanos)",
        "c40": "C40 – Grupo de Liderazgo Climático de Ciudades",
        "acc": "Centro ASEAN-China",
    },
    "cities": {
        "guangzhou": "Guangzhou", "xianning": "Xianning", "qingdao": "Qingdao",
        "xiamen": "Xiamen", "harbin": "Harbin", "haikou": "Haikou",
        "shijiazhuang": "Shijiazhuang", "bijie": "Bijie", "buenos-aires": "Buenos Aires",
        "rosario": "Rosario", "vienna": "Viena", "brussels": "Bruselas",
        "sao-paulo": "São Paulo", "rio-de-janeiro": "Río de Janeiro", "montreal": "Montreal",
        "vancouver": "Vancouver", "santiago-metropolitan-region": "Santiago (Región Metropolitana)",
        "bogota": "Bogotá", "medellin": "Medellín", "san-jose": "San José", "quito": "Quito",
        "cairo": "El Cairo", "lyon": "Lyon", "mannheim": "Mannheim", "berlin": "Berlín",
        "chalandri": "Jalandri", "athens": "Atenas", "budapest": "Budapest",
        "pimpri-chinchwad": "Pimpri-Chinchwad", "hyderabad": "Hyderabad", "jakarta": "Yakarta",
        "surabaya": "Surabaya", "tehran": "Teherán", "mashhad": "Mashhad", "turin": "Turín",
        "fukuoka": "Fukuoka", "hiroshima": "Hiroshima", "nairobi": "Nairobi",
        "gwangju": "Gwangju", "seoul": "Seúl", "busan": "Busan",
        "kuala-lumpur": "Kuala Lumpur", "penang-island": "Isla de Penang",
        "iztapalapa": "Iztapalapa", "guadalajara": "Guadalajara", "rabat": "Rabat",
        "casablanca": "Casablanca", "kathmandu": "Katmandú", "ramallah": "Ramala",
        "kazan": "Kazán", "yekaterinburg": "Ekaterimburgo", "dakar": "Dakar",
        "cape-town": "Ciudad del Cabo", "johannesburg": "Johannesburgo", "barcelona": "Barcelona",
        "valencia": "Valencia", "bangkok": "Bangkok", "antalya": "Antalya", "konya": "Konya",
        "istanbul": "Estambul", "kampala": "Kampala", "birmingham": "Birmingham",
        "montevideo": "Montevideo", "ho-chi-minh-city": "Ciudad Ho Chi Minh", "ha-noi": "Hanói",
    },
}  # fmt: skip

# People on stage whom the data set gives no delegation, by their English role.
ROLES = {
    "Chair of the Award Jury (role only)": "Presidencia del jurado del Premio (solo el cargo)",
    "Leader of CPAFFC (role only)": "Dirigente de la CPAFFC (solo el cargo)",
    "Moderator, urban policy scholar (fictional role)": "Moderación a cargo de especialista en políticas urbanas (cargo ficticio)",
    "Professor of regional economics (fictional role)": "Titular de una cátedra de economía regional (cargo ficticio)",
    "Director of a city-ranking institute (fictional role)": "Dirección de un instituto de clasificación de ciudades (cargo ficticio)",
    "Head of a digital-economy laboratory (fictional role)": "Dirección de un laboratorio de economía digital (cargo ficticio)",
    "Climate-resilience adviser (fictional role)": "Especialista en resiliencia climática (cargo ficticio)",
    "Conservation architect (fictional role)": "Especialista en arquitectura patrimonial (cargo ficticio)",
    "Chief planner (fictional role)": "Jefatura de planificación urbana (cargo ficticio)",
    "Social-policy researcher (fictional role)": "Especialista en política social (cargo ficticio)",
}

# Description and guiding questions of each sub-forum.
SUB_FORUMS = {
    1: (
        "Cómo las ciudades vecinas planifican, se mueven y crecen juntas sin perderse a sí mismas.",
        "¿Quién decide lo que una agrupación decide en común?\n¿Qué cambia un billete de transporte compartido?",
    ),
    2: (
        "Qué significa que una ciudad sea abierta y cómo saber si lo es.",
        "¿Qué cifras describen una ciudad abierta?\n¿Qué dejan fuera las clasificaciones?",
    ),
    3: (
        "Dónde los algoritmos ya sirven a los vecinos y dónde debe decidir una persona.",
        "¿Qué puede automatizar una ciudad?\n¿Cómo encuentran su lugar las pequeñas empresas en la economía digital?",
    ),
    4: (
        "Árboles, agua y vecinos: lo que sostiene a un barrio ante el calor y las inundaciones.",
        "¿Quién cuida de un parque en su décimo año?\n¿Qué calles se convierten en arroyos, y deben hacerlo?",
    ),
    5: (
        "Los barrios antiguos como lugares donde vivir y no solo que mirar.",
        "¿Quién paga lo que todos heredan?\n¿Cómo encuentra un oficio a su próximo maestro?",
    ),
    6: (
        "Planes que dejan espacio a lo que nadie puede saber aún.",
        "¿Cómo mantener breve un plan?\n¿Qué dibujan los vecinos cuando se les pregunta primero?",
    ),
    7: (
        "Ayuda que llega antes de que se pida y vecinos que se conocen.",
        "¿Quién cae por los huecos de la red, y por qué?\n¿Qué puede decidir un barrio por sí mismo?",
    ),
}
