"""Addresses of the room: months, what is behind a figure, the ledger of an item."""

from django.urls import path

from timonier.service_levels import (
    acceptance_bulk,
    behind,
    matter_views,
    penalty_views,
    views,
    warning_views,
    whatif_runs,
    whatif_views,
)

app_name = "service_levels"
urlpatterns = [
    path("c/<str:contract>/months/", views.latest, name="months"),
    path("c/<str:contract>/months/<str:month>/", views.month, name="months_month"),
    path("c/<str:contract>/months/<str:month>/seal", views.seal, name="months_seal"),
    path("c/<str:contract>/months/<str:month>/behind/<path:name>", behind.behind, name="months_behind"),
    path("c/<str:contract>/months/<str:month>/penalties/", penalty_views.penalties, name="penalties"),
    path(
        "c/<str:contract>/months/<str:month>/penalties/<str:kpi>/<str:move>",
        penalty_views.penalty_act,
        name="penalty_act",
    ),
    path("c/<str:contract>/months/<str:month>/gaps/", penalty_views.gaps, name="gaps"),
    path(
        "c/<str:contract>/months/<str:month>/<str:kpi>/justification",
        penalty_views.justification,
        name="justification",
    ),
    path(
        "c/<str:contract>/months/<str:month>/<str:kpi>/action/<int:number>",
        penalty_views.action_move,
        name="action_move",
    ),
    path("c/<str:contract>/at-risk/", warning_views.risks, name="risks"),
    path("notices/warnings", warning_views.warning_choice, name="warning_choice"),
    path("c/<str:contract>/improvements/", penalty_views.improvements, name="improvements"),
    path("c/<str:contract>/disputes/", matter_views.dispute_list, name="disputes"),
    path("c/<str:contract>/disputes/new/<path:number>", matter_views.dispute_new, name="dispute_new"),
    path("c/<str:contract>/disputes/d/<int:of>/<path:number>", matter_views.dispute_page, name="dispute"),
    path(
        "c/<str:contract>/disputes/<str:move>/<int:of>/<path:number>",
        matter_views.dispute_act,
        name="dispute_act",
    ),
    path("c/<str:contract>/acceptances/", matter_views.acceptance_list, name="acceptances"),
    path(
        "c/<str:contract>/acceptances/<str:what>/<int:of>/<path:number>",
        matter_views.acceptance_act,
        name="acceptance_act",
    ),
    path("c/<str:contract>/acceptances/bulk", acceptance_bulk.bulk, name="acceptance_bulk"),
    path("c/<str:contract>/months/<str:month>/<str:kpi>/", views.items, name="months_items"),
    path("c/<str:contract>/whatif/", whatif_views.whatif, name="whatif"),
    path("c/<str:contract>/whatif/register/", whatif_views.register, name="whatif_register"),
    path("c/<str:contract>/whatif/runs/<uuid:run>", whatif_runs.run_state, name="whatif_run"),
    path("c/<str:contract>/whatif/draft/<int:number>/effect", whatif_views.effect, name="whatif_effect"),
    path(
        "c/<str:contract>/whatif/<str:inputs>/ledger/<path:stream>",
        whatif_views.ledgers,
        name="whatif_ledgers",
    ),
    path(
        "c/<str:contract>/whatif/<str:inputs>/<str:month>/<str:kpi>/", whatif_views.items, name="whatif_items"
    ),
    path("c/<str:contract>/ledger/<path:stream>", views.ledger, name="ledger"),
]
