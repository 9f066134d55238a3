"""The app's name for Django."""

from django.apps import AppConfig


class DbConfig(AppConfig):
    """Tables of Kith."""

    name = "kith.db"
    label = "db"
