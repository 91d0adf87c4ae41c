"""Sentences of what can be wrong in a contract file."""

MESSAGES: dict[str, tuple[str, str]] = {
    "service_days": ("jour(s) de service", "service day(s)"),
    "contract_not_loaded": (
        "Le contrat « {key} » n'a pas de version chargée ; « ./timonier contract load » en charge une.",
        'The contract "{key}" has no loaded version; "./timonier contract load" loads one.',
    ),
    "contract_key_missing": ("la clé « {key} » manque ; ajoutez-la.", 'the key "{key}" is missing; add it.'),
    "contract_unknown_key": (
        "clé « {key} » inconnue ; vouliez-vous dire « {near} » ?",
        'unknown key "{key}"; did you mean "{near}"?',
    ),
    "contract_not_a_mapping": ("attendu : des clés et leurs valeurs.", "expected: keys with their values."),
    "contract_not_a_list": (
        "attendu : une liste (une ligne « - » par entrée).",
        'expected: a list (a "- " line each).',
    ),
    "contract_not_a_text": ("attendu : un texte.", "expected: a text."),
    "contract_not_among": (
        "« {value} » n'est pas admis ; admis : {known}.",
        '"{value}" is not admitted; admitted: {known}.',
    ),
    "contract_not_a_date": (
        "« {value} » n'est pas une date AAAA-MM-JJ.",
        '"{value}" is not a date YYYY-MM-DD.',
    ),
    "contract_not_a_number": ("« {value} » n'est pas un nombre.", '"{value}" is not a number.'),
    "contract_number_out_of_range": (
        "{value} est hors de {low} … {high}.",
        "{value} is outside {low} … {high}.",
    ),
    "contract_bad_week": (
        "« {value} » n'est pas une semaine ; écrivez « mon-fri 08:00-18:00; sat 09:00-12:00 » ou « 24x7 ».",
        '"{value}" is no week; write "mon-fri 08:00-18:00; sat 09:00-12:00" or "24x7".',
    ),
    "contract_bad_target": (
        "« {value} » n'est pas une cible ; écrivez « 20 s », « 15 min », « 3 h » ou « 1 service day ».",
        '"{value}" is no target; write "20 s", "15 min", "3 h" or "1 service day".',
    ),
    "contract_bad_share": (
        "« {value} » n'est pas une part ; écrivez « 95 % ».",
        '"{value}" is no share; write "95 %".',
    ),
    "contract_dangling": (
        "« {value} » renvoie à {what} qui n'existe pas ; connus : {known}.",
        '"{value}" refers to {what} that does not exist; known: {known}.',
    ),
    "contract_unknown_clause": (
        "« {value} » ne figure pas dans la liste des articles du contrat ; corrigez le numéro ou ajoutez l'article.",
        '"{value}" does not stand in the contract\'s list of clauses; mend the number or add the clause.',
    ),
    "contract_phase_order": (
        "la phase se termine ({ends}) avant de commencer ({starts}).",
        "the phase ends ({ends}) before it begins ({starts}).",
    ),
    "contract_days_without_hours": (
        "une cible en jours de service demande « hours ».",
        'a target in service days needs "hours".',
    ),
    "contract_list_missing": ("le fichier {file} est introuvable.", "the file {file} cannot be found."),
    "contract_list_columns": (
        "le fichier {file} n'a pas la colonne {column}.",
        "the file {file} has no column {column}.",
    ),
    "contract_repeated_key": (
        "la clé « {key} » figure deux fois ; gardez-en une.",
        'the key "{key}" stands twice; keep one.',
    ),
    "contract_unreadable": ("YAML illisible : {why}.", "unreadable YAML: {why}."),
    "contract_too_large": (
        "fichier trop grand ({limit} octets au plus).",
        "file too large ({limit} bytes at most).",
    ),
    "contract_no_file": ("fichier {file} introuvable.", "file {file} not found."),
    "contract_alias": (
        "les ancres et alias YAML ne sont pas admis.",
        "YAML anchors and aliases are not admitted.",
    ),
    "contract_bad_key": (
        "« {value} » n'est pas une clé : lettres minuscules, chiffres et tirets.",
        '"{value}" is no key: small letters, digits and hyphens.',
    ),
    "contract_invalid": (
        "Le contrat est refusé : {count} problème(s).",
        "The contract is refused: {count} problem(s).",
    ),
    "contract_not_later": (
        "La version du {date} existe déjà avec un autre contenu ; donnez une date d'effet postérieure au {last}.",
        "A version of {date} exists with other content; give an effective date after {last}.",
    ),
}
