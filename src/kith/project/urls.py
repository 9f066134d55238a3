"""Every address of Kith."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [path("", include("kith.web.urls"))]

handler400 = "kith.web.pages.errors.misunderstood"
handler403 = "kith.web.pages.errors.refused"
handler404 = "kith.web.pages.errors.not_found"
handler500 = "kith.web.pages.errors.broken"
