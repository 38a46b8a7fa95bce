from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "entregent.profiles"
    label = "profiles"

    def ready(self) -> None:
        from entregent.profiles import privacy  # noqa: F401, PLC0415
