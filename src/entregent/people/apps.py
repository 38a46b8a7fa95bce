from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "entregent.people"
    label = "people"

    def ready(self) -> None:
        from entregent.people import privacy  # noqa: F401, PLC0415
