"""What the data set of the demo does not say in French. The portal's own wording, not official."""

TO_BE_CONFIRMED = "{role}, à confirmer"

# By section and identifier of the data set.
WORDS = {
    "venues": {
        "H1": "Hôtel officiel 1 (attenant au centre)",
        "H2": "Hôtel officiel 2 (à 15 minutes en navette)",
    },
    "rooms": {
        "plenary-hall": "Salle plénière",
        "banquet-hall": "Salle des banquets",
        "room-a": "Salle de conférence A",
        "room-b": "Salle de conférence B",
        "room-c": "Salle de conférence C",
        "room-d": "Salle de conférence D",
        "mayors-roundtable": "Salle de la table ronde des maires",
        "vip-lounge": "Salon d’honneur",
        "bilateral-1": "Salle d’entretiens bilatéraux 1",
        "bilateral-2": "Salle d’entretiens bilatéraux 2",
        "bilateral-3": "Salle d’entretiens bilatéraux 3",
        "bilateral-4": "Salle d’entretiens bilatéraux 4",
        "press-centre": "Centre de presse",
        "exhibition-foyer": "Foyer de l’exposition",
        "registration": "Bureau d’inscription et des badges",
        "delegation-office": "Bureau commun des délégations",
        "prayer-room": "Salle de prière et de recueillement",
        "medical-point": "Poste médical",
        "off-site": "Hors site (visite de la ville)",
    },
    "organizations": {
        "uclg": "Cités et Gouvernements Locaux Unis",
        "metropolis": "Association mondiale des grandes métropoles (Metropolis)",
        "un-habitat": "Programme des Nations Unies pour les établissements humains",
        "undp": "Programme des Nations Unies pour le développement",
        "unesco": "Organisation des Nations Unies pour l’éducation, la science et la culture",
        "iclei": "ICLEI – Les gouvernements locaux pour le développement durable",
        "citynet": "CityNet (Réseau régional d’autorités locales pour la gestion des établissements humains)",
        "c40": "C40 – Groupe de leadership climatique des villes",
        "acc": "Centre ASEAN-Chine",
    },
    "cities": {
        "guangzhou": "Guangzhou", "xianning": "Xianning", "qingdao": "Qingdao",
        "xiamen": "Xiamen", "harbin": "Harbin", "haikou": "Haikou",
        "shijiazhuang": "Shijiazhuang", "bijie": "Bijie", "buenos-aires": "Buenos Aires",
        "rosario": "Rosario", "vienna": "Vienne", "brussels": "Bruxelles",
        "sao-paulo": "São Paulo", "rio-de-janeiro": "Rio de Janeiro", "montreal": "Montréal",
        "vancouver": "Vancouver", "santiago-metropolitan-region": "Santiago (région métropolitaine)",
        "bogota": "Bogota", "medellin": "Medellín", "san-jose": "San José", "quito": "Quito",
        "cairo": "Le Caire", "lyon": "Lyon", "mannheim": "Mannheim", "berlin": "Berlin",
        "chalandri": "Chalándri", "athens": "Athènes", "budapest": "Budapest",
        "pimpri-chinchwad": "Pimpri-Chinchwad", "hyderabad": "Hyderabad", "jakarta": "Jakarta",
        "surabaya": "Surabaya", "tehran": "Téhéran", "mashhad": "Mechhed", "turin": "Turin",
        "fukuoka": "Fukuoka", "hiroshima": "Hiroshima", "nairobi": "Nairobi",
        "gwangju": "Gwangju", "seoul": "Séoul", "busan": "Busan",
        "kuala-lumpur": "Kuala Lumpur", "penang-island": "Île de Penang",
        "iztapalapa": "Iztapalapa", "guadalajara": "Guadalajara", "rabat": "Rabat",
        "casablanca": "Casablanca", "kathmandu": "Katmandou", "ramallah": "Ramallah",
        "kazan": "Kazan", "yekaterinburg": "Iekaterinbourg", "dakar": "Dakar",
        "cape-town": "Le Cap", "johannesburg": "Johannesburg", "barcelona": "Barcelone",
        "valencia": "Valence", "bangkok": "Bangkok", "antalya": "Antalya", "konya": "Konya",
        "istanbul": "Istanbul", "kampala": "Kampala", "birmingham": "Birmingham",
        "montevideo": "Montevideo", "ho-chi-minh-city": "Hô Chi Minh-Ville", "ha-noi": "Hanoï",
    },
}  # fmt: skip

# People on stage whom the data set gives no delegation, by their English role.
ROLES = {
    "Chair of the Award Jury (role only)": "Président du jury du Prix (fonction seule)",
    "Leader of CPAFFC (role only)": "Dirigeant de la CPAFFC (fonction seule)",
    "Moderator, urban policy scholar (fictional role)": "Modérateur, spécialiste des politiques urbaines (fonction fictive)",
    "Professor of regional economics (fictional role)": "Professeur d’économie régionale (fonction fictive)",
    "Director of a city-ranking institute (fictional role)": "Directeur d’un institut de classement des villes (fonction fictive)",
    "Head of a digital-economy laboratory (fictional role)": "Responsable d’un laboratoire de l’économie numérique (fonction fictive)",
    "Climate-resilience adviser (fictional role)": "Conseiller en résilience climatique (fonction fictive)",
    "Conservation architect (fictional role)": "Architecte du patrimoine (fonction fictive)",
    "Chief planner (fictional role)": "Urbaniste en chef (fonction fictive)",
    "Social-policy researcher (fictional role)": "Chercheur en politiques sociales (fonction fictive)",
}

# Description and guiding questions of each sub-forum.
SUB_FORUMS = {
    1: (
        "Comment des villes voisines planifient, se déplacent et grandissent ensemble sans se perdre.",
        "Qui décide de ce qu’un groupement de villes décide ensemble ?\nQue change un titre de transport commun ?",
    ),
    2: (
        "Ce que signifie l’ouverture pour une ville, et à quoi on la reconnaît.",
        "Quels chiffres décrivent une ville ouverte ?\nQu’oublient les classements ?",
    ),
    3: (
        "Où les algorithmes servent déjà les habitants, et où une personne doit décider.",
        "Que peut automatiser une ville ?\nComment les petites entreprises trouvent-elles leur place dans l’économie numérique ?",
    ),
    4: (
        "Des arbres, de l’eau et des voisins : ce qui porte un quartier à travers canicules et crues.",
        "Qui prend soin d’un parc dans sa dixième année ?\nQuelles rues deviennent ruisseaux, et en ont-elles le droit ?",
    ),
    5: (
        "Les quartiers anciens comme lieux de vie, et pas seulement de visite.",
        "Qui paie ce dont tous héritent ?\nComment un métier d’art trouve-t-il son prochain maître ?",
    ),
    6: (
        "Des plans qui laissent de la place à ce que nul ne peut encore savoir.",
        "Comment garder un plan court ?\nQue dessinent les habitants quand on les interroge d’abord ?",
    ),
    7: (
        "Une aide qui arrive avant d’être demandée, et des voisins qui se connaissent.",
        "Qui passe à travers les mailles du filet, et pourquoi ?\nQue peut décider un quartier par lui-même ?",
    ),
}
