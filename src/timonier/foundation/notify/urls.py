"""Addresses of a person's own notices."""

from django.urls import path

from timonier.foundation.notify import views

app_name = "notify"
urlpatterns = [
    path("notices/", views.notice_list, name="list"),
    path("notices/bell", views.bell_news, name="bell"),
    path("notices/read", views.read_all, name="read"),
    path("notices/preferences", views.preferences, name="preferences"),
    path("notices/<int:identity>/", views.notice_open, name="open"),
]
