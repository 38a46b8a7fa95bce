from django.apps import AppConfig


class PollsConfig(AppConfig):
    name = "entregent.polls"
    label = "polls"

    def ready(self) -> None:
        from entregent.polls import notices, privacy  # noqa: F401, PLC0415
