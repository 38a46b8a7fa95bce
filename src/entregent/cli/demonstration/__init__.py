"""The demonstration's story and how it is shown. Imported once Django is set up on its folder."""

from entregent.cli.demonstration.showing import show

__all__ = ["show"]
