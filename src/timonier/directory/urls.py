"""Addresses of the directory."""

from django.urls import path

from timonier.directory import views

app_name = "directory"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/link/<str:secret>", views.one_time_link, name="one_time_link"),
    path("c/<str:contract>/draft", views.draft, name="draft"),
    path("sign-out/", views.sign_out, name="sign_out"),
]
