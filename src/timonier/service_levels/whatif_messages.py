"""Sentences of what-if: refusals. French and English."""

MESSAGES: dict[str, tuple[str, str]] = {
    "whatif_too_long": (
        "Le calcul dépasse {seconds} s pour {months} mois : choisissez moins de mois, ou la commande « whatif ».",
        'The computation takes more than {seconds} s for {months} months: choose fewer months, or the command "whatif".',
    ),
    "whatif_no_month": ("Choisissez un mois au moins.", "Choose one month at least."),
    "whatif_too_many_months": ("De 1 à {most} mois.", "From 1 to {most} months."),
    "whatif_nothing_to_try": (
        "Choisissez ce qu’il faut essayer : une lecture, des heures ou une version.",
        "Choose what to try: a reading, hours or a version.",
    ),
    "whatif_bad_week": (
        "« {value} » n’est pas une semaine d’un service du contrat ; écrivez « lundi au vendredi de 8 h à 18 h 30 » ou « 24x7 ».",
        '"{value}" is no week of a service of the contract; write "Monday to Friday from 8:00 to 18:30" or "24x7".',
    ),
    "whatif_bad_version": (
        "La version est refusée : {count} problème(s), dont {place} – {why}",
        "The version is refused: {count} problem(s), among them {place} – {why}",
    ),
    "whatif_items": ("éléments changés", "items changed"),
}
