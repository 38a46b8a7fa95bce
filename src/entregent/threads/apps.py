from django.apps import AppConfig


class ThreadsConfig(AppConfig):
    name = "entregent.threads"
    label = "threads"

    def ready(self) -> None:
        from entregent.threads import privacy  # noqa: F401, PLC0415
