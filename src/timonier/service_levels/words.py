"""How each family of service level is computed, in one sentence for people: the first step of the evidence."""

FORMULAS: dict[str, tuple[str, str]] = {
    "calls_answered": (
        "appels décrochés dans la cible ÷ appels présentés aux heures d'ouverture, hors appels dissuadés et exclus",
        "calls answered within the target ÷ calls offered in opening hours, without deterred and excluded ones",
    ),
    "tickets_taken": (
        "sollicitations prises en charge dans la cible ÷ sollicitations reçues par ces canaux",
        "solicitations taken within the target ÷ solicitations received by these channels",
    ),
    "alerts_handled": (
        "alertes critiques traitées dans la cible ÷ alertes critiques levées",
        "critical alerts handled within the target ÷ critical alerts raised",
    ),
    "first_contact": (
        "sollicitations résolues au premier contact ÷ sollicitations éligibles au niveau 1",
        "solicitations solved at first contact ÷ solicitations eligible at level 1",
    ),
    "first_escalation": (
        "premières escalades faites dans la cible ÷ sollicitations escaladées",
        "first escalations made within the target ÷ solicitations escalated",
    ),
    "resolution": (
        "tickets résolus dans la cible ÷ tickets résolus ou en retard du mois ; le temps d’un autre détenteur, prouvé, ne compte pas",
        "tickets solved within the target ÷ tickets solved or late in the month; time held by others, with proof, is not counted",
    ),
    "reopened": ("tickets rouverts ÷ tickets clos", "tickets reopened ÷ tickets closed"),
    "ticket_scores": ("moyenne des notes données aux tickets", "mean of the scores given to tickets"),
    "survey_scores": ("moyenne des réponses à l'enquête", "mean of the answers to the survey"),
    "availability": (
        "temps disponible ÷ temps d'ouverture de chaque service, hors maintenance convenue et annoncée",
        "time available ÷ opening time of each service, without agreed and announced maintenance",
    ),
    "compliance": ("éléments conformes ÷ éléments mesurés", "compliant elements ÷ elements measured"),
    "milestones": ("jalons atteints à temps ÷ jalons dus", "milestones reached in time ÷ milestones due"),
    "quotes": ("devis remis à temps ÷ devis demandés", "quotes sent in time ÷ quotes requested"),
}
