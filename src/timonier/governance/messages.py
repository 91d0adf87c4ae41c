"""Sentences of the room: why a dashboard or a document cannot be made."""

SENTENCES: dict[str, tuple[str, str]] = {
    "period_upside_down": (
        "La période finit ({last}) avant de commencer ({first}) ; échangez les deux mois.",
        "The period ends ({last}) before it begins ({first}); swap the two months.",
    ),
    "period_too_long": (
        "La période compte {months} mois ; choisissez-en {most} au plus.",
        "The period has {months} months; choose {most} at most.",
    ),
    "period_to_come": (
        "La période commence en {month}, après le mois en cours ({current}) ; choisissez un mois déjà commencé.",
        "The period begins in {month}, after the running month ({current}); choose a month that has begun.",
    ),
    "unknown_dataset": (
        "Table « {name} » inconnue ; connues : {known}.",
        'Unknown table "{name}"; known: {known}.',
    ),
}
