"""Addresses of the room: dashboards, the morning page, documents."""

from django.urls import path

from timonier.governance import document_views, morning, views

app_name = "governance"
urlpatterns = [
    path("c/<str:contract>/today/", morning.today, name="today"),
    path("c/<str:contract>/dashboards/", views.dashboards, name="dashboards"),
    path("c/<str:contract>/dashboards/<str:kind>/", views.dashboard, name="dashboards_one"),
    path("c/<str:contract>/documents/", document_views.documents, name="documents"),
]
