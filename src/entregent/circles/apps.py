from django.apps import AppConfig


class CirclesConfig(AppConfig):
    name = "entregent.circles"
    label = "circles"

    def ready(self) -> None:
        from entregent.circles import notices, privacy  # noqa: F401, PLC0415
