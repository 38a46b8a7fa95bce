from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "entregent.notices"
    label = "notices"

    def ready(self) -> None:
        from entregent.notices import kinds, privacy  # noqa: F401, PLC0415
