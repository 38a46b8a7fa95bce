from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "entregent.decisions"
    label = "decisions"

    def ready(self) -> None:
        from entregent.decisions import acts, notices, privacy  # noqa: F401, PLC0415
        from entregent.decisions.operations import carrying  # noqa: PLC0415
        from entregent.decisions.operations.charter import unpack  # noqa: PLC0415
        from entregent.decisions.queries.charter import packed  # noqa: PLC0415
        from entregent.gatherings.registry import Belonging, register_belonging  # noqa: PLC0415

        register_belonging(Belonging("charter", 1, packed, unpack))
        register_belonging(Belonging("agreements", carrying.MOST, carrying.pack, carrying.unpack))
