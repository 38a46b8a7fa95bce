from django.apps import AppConfig


class FacilitationConfig(AppConfig):
    name = "entregent.facilitation"
    label = "facilitation"

    def ready(self) -> None:
        from entregent.facilitation import kinds, notices, privacy, queries  # noqa: F401, PLC0415
        from entregent.gatherings.registry import register  # noqa: PLC0415

        register(queries.facilitator)
