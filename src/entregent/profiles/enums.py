from django.db import models
from django.utils.translation import gettext_lazy as _


class Field(models.TextChoices):
    """What one may say of oneself; each is shown to whom one chose, and to nobody else."""

    TRADE = "trade", _("Trade")
    SECTOR = "sector", _("Sector")
    TOWN = "town", _("Town")
    ABOUT = "about", _("A few lines")
    OFFERS = "offers", _("I can help with")
    WANTS = "wants", _("I am looking for")
    PHOTO = "photo", _("Photo")
    TELEPHONE = "telephone", _("Telephone")
    ADDRESS = "address", _("E-mail address")


KEPT_TO_ONESELF = frozenset({Field.TELEPHONE, Field.ADDRESS})
WRITTEN = (Field.TRADE, Field.SECTOR, Field.TOWN, Field.ABOUT, Field.TELEPHONE)
LISTED = (Field.OFFERS, Field.WANTS)


class Sector(models.TextChoices):
    FOOD = "food", _("Food, hospitality")
    CRAFTS = "crafts", _("Crafts, building")
    HEALTH = "health", _("Health, care")
    DIGITAL = "digital", _("IT, web")
    MEDIA = "media", _("Communication, design, media")
    ADVICE = "advice", _("Advice, law, accounts")
    TEACHING = "teaching", _("Teaching, training")
    TRADE = "trade", _("Shops, trade")
    INDUSTRY = "industry", _("Industry, engineering")
    LAND = "land", _("Farming, nature")
    TRANSPORT = "transport", _("Transport, travel")
    ARTS = "arts", _("Arts, culture")
    HOUSING = "housing", _("Property, housing")
    PUBLIC = "public", _("Public service, associations")
    OTHER = "other", _("Something else")
