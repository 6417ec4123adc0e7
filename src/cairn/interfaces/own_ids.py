"""In addresses: the id of what an organisation made itself, a scale, a measure or a form. `<own_id:scale>`."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class OwnIdConverter(StringConverter):
    """Unguessable, and of one organisation."""

    regex = "own-[0-9a-f]{12}"


OWN_ID = "own_id"
register_converter(OwnIdConverter, OWN_ID)
