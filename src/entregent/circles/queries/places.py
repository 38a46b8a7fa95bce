"""Where else the circle is to be found."""

from __future__ import annotations

from entregent.circles.models import Circle, Place


def of(circle: Circle) -> list[Place]:
    return list(circle.places.filter(removed_at__isnull=True).order_by("name", "pk"))
