"""The addresses of the pages."""

from django.urls import URLPattern, URLResolver, path

from kith.web.pages import home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("read/", home.soon, name="read"),
    path("people/", home.soon, name="people"),
]
