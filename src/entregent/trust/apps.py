from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "entregent.trust"
    label = "trust"

    def ready(self) -> None:
        from entregent.trust import notices, privacy  # noqa: F401, PLC0415
