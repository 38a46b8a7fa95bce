"""What three members had not yet agreed on becomes a proposal, with the voices it had."""

from datetime import timedelta

from django.db import migrations
from django.db.models import Q

WITHIN = timedelta(days=7)


def propose_what_waits(apps, schema_editor):
    suspensions = apps.get_model("circles", "Suspension")
    for held in suspensions.objects.filter(in_force_at=None, ended_at=None).order_by("pk"):
        voices = list(held.voices.order_by("at", "pk"))
        if voices:
            _propose(apps, held, voices)
    suspensions.objects.filter(in_force_at=None).delete()


def _propose(apps, held, voices):
    proposal = apps.get_model("decisions", "Proposal").objects.create(
        circle_id=held.circle_id,
        kind="suspend",
        by_id=voices[0].by_id,
        about_id=held.person_id,
        words=held.reason,
        opened_at=held.started_at,
        closes_at=held.started_at + WITHIN,
        needed=3,
    )
    here = Q(left_at=None, person__erased_at=None, imported_at=None)
    rows = apps.get_model("circles", "Membership").objects.filter(here, circle_id=held.circle_id)
    members = set(rows.exclude(person=held.person_id).values_list("person", flat=True))
    elector, voice = apps.get_model("decisions", "Elector"), apps.get_model("decisions", "Voice")
    asked = sorted(members | {one.by_id for one in voices})
    elector.objects.bulk_create([elector(proposal=proposal, person_id=person) for person in asked])
    voice.objects.bulk_create(
        [voice(proposal=proposal, person_id=one.by_id, revision=1, said="consent", at=one.at) for one in voices]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("circles", "0007_parted_with"),
        ("decisions", "0003_a_charter_brought_along"),
    ]

    operations = [migrations.RunPython(propose_what_waits, migrations.RunPython.noop)]
