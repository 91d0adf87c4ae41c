"""What the invented tickets are about: places, applications, titles, third parties, components, services.

Data with a few choosers; sites and applications are those of the annexes 7.2 of the shipped contract `vsgp`.
"""

from __future__ import annotations

from dataclasses import dataclass

from timonier.exchange.demonstration.dice import Dice

SITES = (
    "Siège VSGP", "GIP Emploi – Antony", "Conservatoire Darius Milhaud – Antony", "Piscine Lionel Terray – Antony",
    "Piscine Pajaud – Antony", "Espace Cirque – Antony", "Théâtre Firmin Gémier – Antony", "CLIC – Bagneux",
    "Conservatoire – Bagneux", "Maison de l’Emploi – Bagneux", "Médiathèque Louis Aragon – Bagneux",
    "Piscine – Bagneux", "Théâtre Victor Hugo – Bagneux", "Conservatoire – Bourg-la-Reine / Sceaux",
    "Conservatoire – Châtenay-Malabry", "Théâtre La Piscine – Châtenay-Malabry", "Conservatoire – Châtillon",
    "Stade nautique – Châtillon", "Bibliothèque de la Fourche – Clamart", "Bibliothèque du Jardin parisien – Clamart",
    "CLIC – Clamart", "Conservatoire Henri Dutilleux – Clamart", "Médiathèque La Buanderie – Clamart",
    "Médiathèque François Mitterrand – Clamart", "Piscine du Bois – Clamart", "Cinéma Jeanne Moreau – Clamart",
    "Théâtre Jean Arp – Clamart", "CLIC – Fontenay-aux-Roses", "CRI – Fontenay-aux-Roses",
    "Maison des Entrepreneurs – Fontenay-aux-Roses", "Médiathèque – Fontenay-aux-Roses",
    "Piscine – Fontenay-aux-Roses", "Cinéma Le Scarron – Fontenay-aux-Roses",
    "Théâtre des Sources – Fontenay-aux-Roses", "Piscine du Hameau – Le Plessis-Robinson",
    "Cinéma Marcel Pagnol – Malakoff", "CLIC – Malakoff", "Conservatoire – Malakoff",
    "Médiathèque Pablo Neruda – Malakoff", "Théâtre 71 – Malakoff", "La Fabrique des arts – Malakoff",
    "Aquapol – Montrouge", "Collecte des déchets – Montrouge", "Piscine des Blagis – Sceaux",
    "Théâtre Les Gémeaux – Sceaux", "Hôtel de Ville – Bagneux", "Hôtel de Ville – Clamart",
    "Hôtel de Ville – Fontenay-aux-Roses", "Hôtel de Ville – Malakoff",
)  # fmt: skip

APPLICATIONS = (
    "CIRIL", "ELISE", "Orphée", "AIRS Délib", "HOROQUARTZ", "iMuse", "RHAPSODIE", "DOCAPOSTE FAST", "LIASWEB",
    "Oxalys", "AgoraPlus", "SIG ArcGIS", "LOGICLIC", "Elisath", "Horanet", "Rainbow", "Affluence", "AEOS",
)  # fmt: skip

USER_INCIDENTS = (
    "Session Windows bloquée après changement de mot de passe", "Station d’accueil : le second écran reste noir",
    "Messagerie Outlook en erreur au démarrage", "Impossible d’imprimer sur le copieur de l’accueil",
    "{app} : accès refusé à l’ouverture", "{app} : page blanche après l’authentification",
    "{app} : lenteurs à la saisie", "Lecteur réseau du service absent ce matin", "Wi-Fi instable en salle de réunion",
    "VPN coupé toutes les dix minutes en télétravail", "Ordinateur portable qui ne charge plus",
    "Excel se ferme à l’ouverture d’un classeur partagé", "Boîte partagée disparue d’Outlook",
    "Poste très lent depuis la dernière mise à jour", "Clavier et souris inactifs sur la station d’accueil",
    "Teams : le micro n’est pas reconnu", "Double authentification refusée sur le téléphone professionnel",
    "Scanner vers messagerie en échec", "Fichier supprimé par erreur, restauration demandée",
    "Caisse de la billetterie figée, clé d’authentification non reconnue", "Écran d’accueil du poste de prêt noir",
    "Poste de la régie : carte son non détectée", "Signature électronique refusée dans {app}",
    "Navigateur : certificat expiré sur {app}", "Alerte SentinelOne sur une pièce jointe",
)  # fmt: skip
INFRA_INCIDENTS = (
    "Commutateur d’étage injoignable", "Borne Wi-Fi hors service", "Espace disque faible sur le serveur de fichiers",
    "Sauvegarde de nuit incomplète", "Réplication Active Directory en retard", "Onduleur du local technique sur batterie",
    "Serveur {app} : service arrêté", "Hyperviseur : mémoire saturée", "Lien opérateur du site dégradé",
    "Certificat du portail proche de l’expiration", "Contrôleur Wi-Fi : bornes en redémarrage",
)  # fmt: skip
BLOCKING_INCIDENTS = (
    "Site entier sans réseau", "Serveur de fichiers inaccessible pour toute la direction",
    "{app} arrêté pour tous les agents", "Authentification impossible sur tout le site", "Téléphonie IP du site coupée",
)  # fmt: skip
REQUESTS = (
    "Création du compte d’une nouvelle collègue", "Droits sur le dossier partagé du service",
    "Installation d’AutoCAD LT sur un poste", "Prêt d’un ordinateur portable pour un jury de concours",
    "Ajout à la liste de diffusion de la direction", "Déplacement d’un poste vers un autre bureau",
    "Accès à {app} pour un agent remplaçant", "Retrait des droits d’un agent parti",
    "Ouverture d’une boîte partagée pour un spectacle", "Changement de téléphone professionnel",
    "Réinitialisation du mot de passe {app}", "Installation d’une imprimante réseau", "Renouvellement d’un badge AEOS",
    "Accès VPN pour un agent en télétravail", "Mise à disposition d’un vidéoprojecteur", "Extension d’une boîte aux lettres",
    "Ajout d’un second écran", "Préparation du poste d’un stagiaire", "Publication d’une affiche sur les écrans de la piscine",
)  # fmt: skip
INFORMATION = (
    "Comment réserver la salle du conseil depuis Outlook ?", "Délai habituel pour une nouvelle arrivée ?",
    "Où trouver le guide de la double authentification ?", "Horaires du support pendant les congés ?",
    "Quel référent pour {app} ?", "État d’avancement de ma demande",
)  # fmt: skip
OUTSIDE = (
    ("Toner vide sur le copieur", "third_party", "Mainteneur copieurs"),
    ("Poste fixe muet à l’accueil", "third_party", "Opérateur téléphonie"),
    ("Prise murale arrachée", "third_party", "Câbleur"),
    ("{app} : calcul de paie à expliquer", "client", "Référent applicatif"),
    ("{app} : modifier un modèle de courrier", "client", "Référent applicatif"),
    ("Écran cassé, sous garantie constructeur", "third_party", "Constructeur"),
)
PROJECTS = (
    "Étude d’un nouveau point d’accès Wi-Fi extérieur", "Raccordement d’un site temporaire pendant des travaux",
    "Migration d’une application vers un nouveau serveur", "Équipement d’une salle de visioconférence",
)  # fmt: skip
THIRD_PARTIES = (
    ("CIRIL GROUP", "CIR"), ("C3RB", "ORP"), ("ELISE – éditeur", "ELI"), ("Opérateur télécom", "OPT"),
    ("Constructeur des postes", "GAR"), ("Éditeur HOROQUARTZ", "HQZ"), ("Éditeur billetterie", "BIL"),
)  # fmt: skip

# component, perimeter
COMPONENTS = (
    ("sw-siege-01", "provider"), ("sw-siege-02", "provider"), ("sw-antony-terray", "provider"),
    ("sw-clamart-mediatheque", "provider"), ("fw-siege-a", "provider"), ("fw-siege-b", "provider"),
    ("srv-fichiers-01", "provider"), ("srv-ad-01", "provider"), ("srv-ad-02", "provider"), ("srv-ciril", "provider"),
    ("srv-aeos", "provider"), ("hyp-01", "provider"), ("hyp-02", "provider"), ("baie-san-01", "provider"),
    ("sauvegarde-01", "provider"), ("wifi-controleur", "provider"), ("lien-operateur-siege", "third_party"),
    ("lien-operateur-malakoff", "third_party"), ("orphee-saas", "third_party"), ("automate-piscine-blagis", "client"),
    ("ipoview-bagneux", "client"),
)  # fmt: skip

# Keys that stand in when the caller names none; the importer gives those of the contract's own catalogue.
SERVICES = (
    "reseau",
    "wifi",
    "messagerie",
    "fichiers",
    "annuaire",
    "impression",
    "ciril",
    "aeos",
    "telephonie",
    "acces-distant",
)
SNAPSHOTS = (("postes", 595), ("serveurs", 74), ("reseau", 298), ("mobiles", 160))
MILESTONES = (
    "renouvellement-wifi",
    "migration-messagerie",
    "segmentation-reseau",
    "bascule-sauvegarde",
    "postes-2026",
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a ticket is about."""

    title: str
    category: str


def subject(dice: Dice, titles: tuple[str, ...], category: str) -> Subject:
    """A title with its place or application."""
    title = dice.of(titles)
    if "{app}" in title:
        return Subject(title.format(app=dice.of(APPLICATIONS)), category)
    return Subject(f"{title} – {dice.of(SITES)}", category)
