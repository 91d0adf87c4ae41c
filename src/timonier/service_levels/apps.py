"""The room of service levels."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from timonier.core import messages
from timonier.foundation.notify.kinds import Kind, kinds
from timonier.foundation.registries import Finder, Place, finders, navigation, panels, routes
from timonier.service_levels.messages import NOTICES, SENTENCES, STATES
from timonier.service_levels.whatif_messages import MESSAGES

MATTERS = {
    "disputes": "kpi.read",
    "dispute": "kpi.read",
    "dispute_new": "kpi.contest",
    "dispute_act": "kpi.contest",
    "acceptances": "kpi.read",
    "acceptance_act": "ticket.accept_exclusion",
    "acceptance_bulk": "ticket.accept_exclusion",
    "penalties": "penalty.read",
    "penalty_act": "penalty.argue",
    "justification": "kpi.read",
    "action_move": "kpi.justify",
    "gaps": "kpi.read",
    "improvements": "kpi.read",
    "risks": "kpi.read",
    "warning_choice": "signed_in",
}
API = ("disputes", "dispute_move", "acceptances", "justifications", "penalties")
KINDS = (
    (
        "disputes",
        _("Disputes and their decisions"),
        tuple(one for one in NOTICES if one.startswith("dispute")),
    ),
    (
        "acceptances",
        _("Late acts accepted or refused"),
        tuple(one for one in NOTICES if one.startswith("accept")),
    ),
    (
        "penalties",
        _("Justifications and decisions on penalties"),
        ("kpi_justified", "penalty_told_argued", "penalty_told_decided"),
    ),
    ("actions", _("Improvement actions given to me"), ("action_assigned",)),
    ("breaches", _("Clocks about to be exceeded"), ("breach_near", "breach_done")),
)


class ServiceLevelsConfig(AppConfig):
    """Results of months and their seals."""

    name = "timonier.service_levels"
    label = "service_levels"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_string("timonier.service_levels.datasets.register_all")()  # by name: it needs models
        readers = import_string("timonier.service_levels.standing.readers")
        reader = import_string("timonier.service_levels.said.words_of")
        readers[:] = [one for one in readers if one is not reader] + [reader]
        for name in ("months", "months_month", "months_items", "months_behind"):
            routes.add(f"service_levels:{name}", "kpi.read")
        routes.add("service_levels:months_seal", "month.seal")
        routes.add("service_levels:ledger", "kpi.explain")
        for name, action in MATTERS.items():
            routes.add(f"service_levels:{name}", action)
        for name in (
            "whatif",
            "whatif_items",
            "whatif_ledgers",
            "whatif_register",
            "whatif_effect",
            "whatif_run",
        ):
            routes.add(f"service_levels:{name}", "whatif.read")
        for name in (*API, "explain", "kpi", "measures", "whatif"):
            routes.add(f"api:{name}", "own_check")
        navigation.add(
            Place("months", _("Months"), "service_levels:months", "month", "kpi.read", 20, key="m")
        )
        navigation.add(
            Place(
                "whatif", _("What if"), "service_levels:whatif", "scales", "whatif.read", 50, group="contract"
            )
        )
        messages.register(MESSAGES)
        # By name: these modules need models, which are not there yet while this one is read.
        finders.add(
            "months", Finder(_("Months"), import_string("timonier.service_levels.finding.months"), 25)
        )
        finders.add(
            "months.acts", Finder(_("Months"), import_string("timonier.service_levels.finding.acts"), 35)
        )
        import_string("timonier.contracts.effects.register")(
            import_string("timonier.service_levels.kept.effect_of")
        )
        panels.add(
            "contracts.draft", "effect", import_string("timonier.service_levels.whatif_views.effect_panel")
        )
        panels.add(
            "contracts.reading", "price", import_string("timonier.service_levels.whatif_views.reading_panel")
        )
        navigation.add(
            Place("disputes", _("Disputes"), "service_levels:disputes", "dispute", "kpi.read", 25, key="l")
        )
        for sentences in (SENTENCES, NOTICES, STATES):
            messages.register(sentences)
        for name, label, codes in KINDS:
            kinds.add(Kind(name, label, codes))
        projectors = import_string("timonier.measures.projectors.projectors")
        projectors.add("ticket", import_string("timonier.service_levels.projection.project"))
        views = "timonier.service_levels.warning_views"
        panels.add("notices.preferences", "warnings", import_string(f"{views}.choice_panel"))
        panels.add("morning", "matters", import_string("timonier.service_levels.morning.panel"), order=10)
        panels.add("ticket", "disputes", import_string("timonier.service_levels.matter_views.ticket_panel"))
