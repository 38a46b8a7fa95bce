from django.apps import AppConfig


class MissionsConfig(AppConfig):
    name = "entregent.missions"
    label = "missions"

    def ready(self) -> None:
        from entregent.gatherings.registry import Belonging, register_belonging, register_chores  # noqa: PLC0415
        from entregent.missions import notices, privacy, queries  # noqa: F401, PLC0415
        from entregent.missions.operations.moving import unpack  # noqa: PLC0415
        from entregent.missions.rules import MOST_CARDS  # noqa: PLC0415

        register_chores(queries.carried_now)
        register_belonging(Belonging("cards", MOST_CARDS, queries.packed, unpack))
