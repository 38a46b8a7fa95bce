from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "entregent.activity"
    label = "activity"

    def ready(self) -> None:
        from entregent.activity import privacy  # noqa: F401, PLC0415
