from django.apps import AppConfig


class InboundConfig(AppConfig):
    name = "entregent.inbound"
    label = "inbound"

    def ready(self) -> None:
        from entregent.inbound import notices  # noqa: F401, PLC0415
