"""Sentences of the dialogue about versions: refusals, problems of a draft, and its events. French and English."""

MESSAGES: dict[str, tuple[str, str]] = {
    "contract_other_key": (
        "ce fichier est celui du contrat « {value} », pas de « {key} ».",
        'this file is of contract "{value}", not of "{key}".',
    ),
    "contract_one_file": (
        "attendu : contract.yaml, ou un seul fichier .yaml d’avenant ; trouvés : {found}.",
        "expected: contract.yaml, or one .yaml file of an amendment; found: {found}.",
    ),
    "contract_too_deep": (
        "plus de {limit} niveaux les uns dans les autres ; simplifiez.",
        "more than {limit} levels one in the other; simplify.",
    ),
    "contract_too_many": (
        "plus de {limit} valeurs ; mettez les listes dans des fichiers .csv.",
        "more than {limit} values; put lists into .csv files.",
    ),
    "contract_zip_name": (
        "le nom « {value} » de l’archive mène hors d’elle ; refaites l’archive.",
        'the name "{value}" in the archive leads out of it; make the archive again.',
    ),
    "contract_bad_zip": (
        "archive illisible ou chiffrée ; envoyez un .zip simple.",
        "unreadable or encrypted archive; send a plain .zip.",
    ),
    "draft_not_later": (
        "la date d’effet {value} doit suivre celle de la dernière version ({last}).",
        "the effective date {value} must be after that of the last version ({last}).",
    ),
    "draft_reaches_sealed": (
        "la date d’effet {value} touche {month}, déjà scellé : choisissez le {first} ou après, ou cochez « rétroactif »"
        " (le changement deviendra des corrections du prochain scellement).",
        "the effective date {value} touches {month}, which is sealed: take {first} or later, or tick “retroactive”"
        " (the change will become corrections of the next seal).",
    ),
    "draft_changes_nothing": (
        "rien ne change par rapport à la version en vigueur : indiquez au moins un changement.",
        "nothing differs from the version in force: give one change at least.",
    ),
    "draft_field_needed": ("renseignez ce champ.", "fill in this field."),
    "draft_too_long": ("trop long : {most} caractères au plus.", "too long: {most} characters at most."),
    "draft_unknown_row": (
        "« {value} » n’est pas une ligne de la liste des quantités.",
        '"{value}" is no row of the list of quantities.',
    ),
    "draft_not_now": (
        "Cette étape n’est plus possible : le projet est dans l’état « {state} ».",
        'This step is no longer possible: the draft is "{state}".',
    ),
    "draft_of_the_other_side": (
        "Seule la partie qui a rédigé le projet peut faire cela.",
        "Only the party that wrote the draft may do this.",
    ),
    "draft_own_side_has_agreed": (
        "Votre partie a déjà dit oui en proposant : c’est à l’autre de répondre.",
        "Your party has said yes by proposing: it is for the other one to answer.",
    ),
    "draft_same_person": (
        "La même personne ne peut pas répondre à ce qu’elle a proposé.",
        "The same person cannot answer what they proposed.",
    ),
    "draft_words_needed": (
        "Dites pourquoi : un message ou une raison est nécessaire.",
        "Say why: a message or a reason is needed.",
    ),
    "draft_two_sides": (
        "Votre compte a un rôle des deux côtés du contrat : il ne peut parler pour aucun.",
        "Your account has a role on both sides of the contract: it cannot speak for either.",
    ),
    "draft_base_moved": (
        "Une autre version est entrée en vigueur depuis : reprenez le projet sur elle.",
        "Another version has come into force since: take the draft up again on it.",
    ),
    "draft_effect_needed": (
        "Faites d’abord calculer l’effet du projet : personne n’accepte ce qu’il n’a pas lu.",
        "Have the draft’s effect computed first: nobody accepts what they have not read.",
    ),
    "draft_read_again": (
        "La différence ou l’effet a changé depuis l’ouverture de la page ; relisez, puis recommencez.",
        "The difference or the effect has changed since the page was opened; read it again, then try again.",
    ),
    "draft_retroactive_needed": (
        "Ce projet touche des mois scellés : acceptez-le expressément comme rétroactif.",
        "This draft touches sealed months: accept it expressly as retroactive.",
    ),
    "draft_became_retroactive": (
        "Le mois {month} a été scellé depuis : le projet toucherait un mois publié. Proposez-en un autre.",
        "Month {month} was sealed since: the draft would touch a published month. Propose another one.",
    ),
    "unknown_draft": ("Ce projet de version n’existe pas.", "There is no such draft of a version."),
    "contract.loaded": (
        "version {number} chargée, en vigueur le {effective_from}",
        "version {number} loaded, in force on {effective_from}",
    ),
    "contract.drafted": ("projet de version n° {draft} rédigé", "draft version no. {draft} written"),
    "contract.proposed": ("projet de version n° {draft} proposé", "draft version no. {draft} proposed"),
    "contract.accepted": ("projet de version n° {draft} accepté", "draft version no. {draft} accepted"),
    "contract.refused": ("projet de version n° {draft} refusé", "draft version no. {draft} refused"),
    "contract.withdrawn": ("projet de version n° {draft} retiré", "draft version no. {draft} withdrawn"),
}
NOTICES: dict[str, tuple[str, str]] = {
    "draft_told_proposed": (
        "{by} propose une version du contrat, projet {number} – {title} – qui attend votre accord : {words}",
        "{by} proposes a version of the contract, draft {number} – {title} – which waits for your word: {words}",
    ),
    "draft_told_accepted": (
        "{by} a accepté le projet {number} du contrat – {title}. {words}",
        "{by} accepted draft {number} of the contract – {title}. {words}",
    ),
    "draft_told_refused": (
        "{by} a refusé le projet {number} du contrat – {title} : {words}",
        "{by} refused draft {number} of the contract – {title}: {words}",
    ),
    "draft_told_withdrawn": (
        "{by} a retiré le projet {number} du contrat – {title} : {words}",
        "{by} withdrew draft {number} of the contract – {title}: {words}",
    ),
}
