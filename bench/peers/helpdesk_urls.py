"""The addresses that letters of django-helpdesk point at (bench/peers)."""

from django.urls import include, path  # type: ignore[import-not-found]  # in a venv of its own

urlpatterns = [path("helpdesk/", include("helpdesk.urls", namespace="helpdesk"))]
