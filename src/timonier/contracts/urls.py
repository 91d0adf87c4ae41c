"""Addresses of the room: the contract, its sections, a clause, a subject; versions, their differences, drafts and the steps of the two parties."""

from django.urls import path

from timonier.contracts import version_views, views

app_name = "contracts"
urlpatterns = [
    path("c/<str:contract>/contract/", views.overview, name="contract"),
    path("c/<str:contract>/contract/search", views.search, name="search"),
    path("c/<str:contract>/contract/whole", views.whole, name="whole"),
    path("c/<str:contract>/contract/clause/<str:cited>", views.clause, name="clause"),
    path("c/<str:contract>/contract/subject/<str:article>", views.subject, name="subject"),
    path("c/<str:contract>/contract/<slug:name>/", views.section, name="section"),
    path("c/<str:contract>/versions/", version_views.versions, name="versions"),
    path("c/<str:contract>/versions/difference/", version_views.compare, name="difference"),
    path("c/<str:contract>/versions/new/", version_views.new, name="new"),
    path("c/<str:contract>/versions/drafts/<int:number>/", version_views.draft, name="draft"),
    path("c/<str:contract>/versions/drafts/<int:number>/<str:kind>", version_views.step, name="step"),
]
