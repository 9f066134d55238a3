"""What an address may hold."""

from django.urls.converters import IntConverter


class Number(IntConverter):
    """The number of a row; longer ones name nothing, for no table can hold them."""

    regex = "[0-9]{1,18}"
