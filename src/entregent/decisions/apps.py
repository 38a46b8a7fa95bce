from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "entregent.decisions"
    label = "decisions"

    def ready(self) -> None:
        from entregent.decisions import acts, notices, privacy  # noqa: F401, PLC0415
