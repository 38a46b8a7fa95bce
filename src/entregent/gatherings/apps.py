from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    name = "entregent.gatherings"
    label = "gatherings"

    def ready(self) -> None:
        from entregent.gatherings import circle_notices, notices, person_notices, privacy  # noqa: F401, PLC0415
