"""Sentences of the room: refusals, notices, states; French and English."""

from timonier.core.messages import Sentences

SENTENCES: Sentences = {
    "a_person_decides": (
        "Seule une personne partie au contrat peut faire cela, pas un programme sans compte.",
        "Only a person of the contract can do that, not a program without an account.",
    ),
    "dispute_bad_span": (
        "L’intervalle doit commencer avant de finir, et être passé.",
        "The interval must begin before it ends, and be past.",
    ),
    "dispute_already_open": (
        "Une contestation est déjà ouverte sur cet intervalle ; attendez sa décision ou retirez-la.",
        "A dispute of this interval is open already; wait for its decision or withdraw it.",
    ),
    "dispute_too_late": (
        "Le délai de contestation du contrat est passé pour cet intervalle.",
        "The contract's delay for disputing this interval has passed.",
    ),
    "dispute_changes_nothing": (
        "Contester cet intervalle ne changerait aucun chiffre : choisissez un intervalle ouvert au service.",
        "Disputing this interval would change no figure: choose one in service hours.",
    ),
    "dispute_not_open": ("Cette contestation est close.", "This dispute is over."),
    "dispute_answered_already": (
        "L’autre partie a déjà répondu à cette contestation.",
        "The other party has answered this dispute already.",
    ),
    "dispute_other_party_answers": (
        "C’est à l’autre partie de répondre à cette contestation.",
        "It is for the other party to answer this dispute.",
    ),
    "dispute_own_party_withdraws": (
        "Seule la partie qui conteste peut retirer sa contestation.",
        "Only the party that disputes can withdraw.",
    ),
    "dispute_wait_for_answer": (
        "Le titulaire n’a pas encore répondu et son délai court : la décision attend.",
        "The provider has not answered and its delay still runs: the decision waits.",
    ),
    "accepted_already": ("Cet acte est déjà accepté.", "This act is accepted already."),
    "acceptance_moved": (
        "Cet acte a été tranché entre-temps ; relisez la décision avant d’en prendre une autre.",
        "This act was decided meanwhile; read that decision before you take another.",
    ),
    "no_act_chosen": (
        "Aucun acte n’est choisi ; cochez-en au moins un.",
        "No act is chosen; tick one at least.",
    ),
    "too_many_acts_chosen": (
        "Plus de {most} actes à la fois : choisissez-en moins.",
        "More than {most} acts at once: choose fewer.",
    ),
    "reason_needed": ("Donnez une raison.", "Give a reason."),
    "reason_too_long": (
        "Ce texte dépasse {most} caractères.",
        "This text is longer than {most} characters.",
    ),
    "month_still_runs": (
        "Le mois {month} n’est pas terminé : attendez sa fin.",
        "The month {month} is not over: wait for its end.",
    ),
    "nothing_missed": (
        "{kpi} n’est pas manqué en {month} : il n’y a rien à justifier ni à trancher.",
        "{kpi} is not missed in {month}: there is nothing to justify or decide.",
    ),
    "no_penalty": (
        "{kpi} n’a pas de pénalité en {month}.",
        "{kpi} has no penalty in {month}.",
    ),
    "action_incomplete": (
        "Chaque action demande un texte, un seul responsable et une date.",
        "Each action needs a text, one owner and a date.",
    ),
    "action_owner_unknown": (
        "« {owner} » ne peut pas répondre d’une action ; choisissez une personne du titulaire ou du client.",
        '"{owner}" cannot answer for an action; choose a person of the provider or of the client.',
    ),
    "action_due_past": (
        "Le {day} est passé : choisissez aujourd’hui ou une date à venir.",
        "{day} is past: choose today or a later day.",
    ),
    "action_is_over": ("Cette action est terminée.", "This action is over."),
    "penalty_is_decided": (
        "Cette pénalité est déjà tranchée ; seule une contestation peut la rouvrir.",
        "This penalty is decided already; only a dispute of it can open it again.",
    ),
    "penalty_argue_first": (
        "Cette pénalité n’a pas encore été débattue en comité de pilotage : consignez-y les arguments d’abord.",
        "This penalty has not been argued in the steering committee: note the arguments first.",
    ),
    "waiver_out_of_bounds": (
        "La remise doit être comprise entre 0,01 € et {most} €.",
        "The amount waived must lie between 0.01 € and {most} €.",
    ),
    "gap_unknown": (
        "Aucune lacune de cette source ne commence à cet instant en {month}.",
        "No gap of this source begins at that instant in {month}.",
    ),
    "bad_amount": ("« {value} » n’est pas un montant.", '"{value}" is no amount.'),
    "bad_day": ("« {value} » n’est pas une date (AAAA-MM-JJ).", '"{value}" is no date (YYYY-MM-DD).'),
    "penalty_bad_state": (
        "« {value} » n’est pas une décision ; connues : {known}.",
        '"{value}" is no decision; known: {known}.',
    ),
    "kpi_unknown": ("L’indicateur « {kpi} » n’existe pas.", 'There is no service level "{kpi}".'),
}
NOTICES: Sentences = {
    "dispute_raised": (
        "{by} conteste un intervalle du ticket {number} : {reason}",
        "{by} disputes an interval of ticket {number}: {reason}",
    ),
    "dispute_answered_to": (
        "{by} a répondu à la contestation du ticket {number} : {reason}",
        "{by} answered the dispute about ticket {number}: {reason}",
    ),
    "dispute_told_granted": (
        "Contestation du ticket {number} accordée par {by} : {reason}",
        "Dispute about ticket {number} granted by {by}: {reason}",
    ),
    "dispute_told_refused": (
        "Contestation du ticket {number} rejetée par {by} : {reason}",
        "Dispute about ticket {number} refused by {by}: {reason}",
    ),
    "dispute_told_withdrawn": (
        "Contestation du ticket {number} retirée par {by} : {reason}",
        "Dispute about ticket {number} withdrawn by {by}: {reason}",
    ),
    "acceptance_told_accepted": (
        "{by} a accepté un acte tardif sur le ticket {number}. {reason}",
        "{by} accepted a late act on ticket {number}. {reason}",
    ),
    "acceptance_told_refused": (
        "{by} a refusé un acte tardif sur le ticket {number} : {reason}",
        "{by} refused a late act on ticket {number}: {reason}",
    ),
    "kpi_justified": (
        "{by} a justifié {kpi} pour {month}.",
        "{by} justified {kpi} for {month}.",
    ),
    "penalty_told_argued": (
        "La pénalité {kpi} de {month} est débattue en comité, consignée par {by}.",
        "The penalty {kpi} of {month} is argued in the committee, noted by {by}.",
    ),
    "penalty_told_decided": (
        "{by} a tranché la pénalité {kpi} de {month}.",
        "{by} decided the penalty {kpi} of {month}.",
    ),
    "action_assigned": (
        "{by} vous confie une action d’amélioration ({kpi}, {month}), à faire pour le {due}.",
        "{by} gives you an improvement action ({kpi}, {month}), due on {due}.",
    ),
    "breach_near": (
        "{number} : {share} % du délai {kpi} consommés, échéance {due}.",
        "{number}: {share} % of the time of {kpi} used, due {due}.",
    ),
    "breach_done": (
        "{number} : le délai {kpi} est dépassé depuis le {due}.",
        "{number}: the time of {kpi} was exceeded on {due}.",
    ),
}
STATES: Sentences = {
    "dispute.open": ("ouverte", "open"),
    "dispute.answered": ("répondue, à trancher", "answered, to be decided"),
    "dispute.granted": ("accordée", "granted"),
    "dispute.refused": ("rejetée", "refused"),
    "dispute.withdrawn": ("retirée", "withdrawn"),
    "party.client": ("client", "client"),
    "party.provider": ("titulaire", "provider"),
    "asks.True": ("compter cet intervalle", "count this interval"),
    "asks.exclusion": ("écarter l’exclusion", "set the exclusion aside"),
    "asks.False": ("ne pas compter cet intervalle", "not count this interval"),
    "acceptance.waiting": ("à accepter", "to accept"),
    "acceptance.accepted": ("accepté", "accepted"),
    "acceptance.refused": ("refusé", "refused"),
    "what.evidence_added": ("preuve tardive d’un transfert", "late proof of a hand-over"),
    "what.cancelled": ("annulation après dépassement", "cancellation after the target"),
    "what.merged": ("fusion après dépassement", "merger after the target"),
    "what.linked_child": ("rattachement après dépassement", "link to a parent after the target"),
    "what.changed": ("requalification après dépassement", "re-classification after the target"),
    "action.open": ("à faire", "to do"),
    "action.done": ("faite", "done"),
    "action.dropped": ("abandonnée", "dropped"),
    "penalty.none": ("sans pénalité", "no penalty"),
    "penalty.computed": ("calculée", "computed"),
    "penalty.justified": ("justifiée", "justified"),
    "penalty.argued": ("débattue en comité", "argued in committee"),
    "penalty.applied": ("appliquée", "applied"),
    "penalty.waived": ("remise", "waived"),
    "penalty.partly": ("remise en partie", "waived in part"),
    "penalty.disputed": ("contestée", "disputed"),
    "silence.shown": (
        "le silence n’emporte aucun effet : il est montré au comité",
        "silence has no effect: it is shown to the committee",
    ),
    "silence.granted": ("le silence vaut acceptation", "silence means acceptance"),
    "silence.refused": ("le silence vaut rejet", "silence means refusal"),
}
