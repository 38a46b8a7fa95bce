"""Notes of gatherings: written, read as far as their label goes, changed, withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entregent.core.idempotency import once
from entregent.gatherings import operations, queries
from entregent.gatherings.models import Gathering, Note
from entregent.gatherings.queries import notes
from entregent.people.models import Person
from entregent.threads import operations as threads
from entregent.trust.enums import Naming, Reach
from entregent.trust.queries import circles_open_to
from entregent.web import flash
from entregent.web.access import circle_or_404, gathering_or_404, moment, person, signed_in, speak
from entregent.web.gatherings.forms import ReplyForm
from entregent.web.gatherings.views.gathering import before_of
from entregent.web.notes.forms import NoteForm
from entregent.web.notes.page import circle_notes, note_page, other_circles, under
from entregent.web.sending import new_sending, sending

REFUSED = 422


@require_safe
@signed_in
def show_all(request: HttpRequest, slug: str) -> HttpResponse:
    circle = circle_or_404(request, slug)
    page = circle_notes(circle, person(request), moment(request), before_of(request.GET.get("before", "")))
    return TemplateResponse(request, "notes/notes.html", {"page": page})


@require_safe
def show(request: HttpRequest, note: str) -> HttpResponse:
    """Anybody may knock: what was not opened to them looks like what nobody wrote."""
    reader = request.user if isinstance(request.user, Person) else None
    row = notes.visible_note(viewer=reader, key=note)
    if row is None:
        return _no_note(request, note)
    if reader is not None:
        speak(row.gathering.circle, reader)
    before = request.GET.get("before", "")
    page = note_page(row, reader, moment(request), before=before if before.isalnum() else "")
    return TemplateResponse(request, "notes/note.html", {"page": page})


@signed_in
def _no_note(request: HttpRequest, note: str) -> HttpResponse:
    raise Http404


def own_or_404(request: HttpRequest, key: str) -> Note:
    row = notes.own_note(author=person(request), key=key)
    if row is None:
        raise Http404
    speak(row.gathering.circle, person(request))
    return row


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write(request: HttpRequest, key: str) -> HttpResponse:
    gathering, now = gathering_or_404(request, key), moment(request)
    others = other_circles(person(request), gathering.circle)
    if request.method != "POST":
        return _ask(request, gathering, NoteForm(others=others))
    form = NoteForm(request.POST, others=others)
    if not form.is_valid():
        return _ask(request, gathering, form, status=REFUSED)

    def keep() -> str:
        return operations.write_note(gathering=gathering, author=person(request), now=now, **form.label()).key

    note = once(sending(request, "note"), now, keep)
    flash.undoable(request, _("Kept."), reverse("note-withdraw", args=[note]))
    return redirect("note", note)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def edit(request: HttpRequest, note: str) -> HttpResponse:
    row = own_or_404(request, note)
    others = other_circles(person(request), row.gathering.circle)
    if request.method != "POST":
        return _ask(request, row.gathering, NoteForm(initial=_as_it_is(row), others=others), row)
    form = NoteForm(request.POST, others=others)
    if not form.is_valid():
        return _ask(request, row.gathering, form, row, REFUSED)
    before = operations.change_note(note=row, by=person(request), now=moment(request), **form.label())
    flash.undoable(request, _("Changed."), reverse("note-put-back", args=[note]), {"version": str(before.pk)})
    return redirect("note", note)


def _as_it_is(note: Note) -> dict[str, Any]:
    opened = [str(circle.pk) for circle in circles_open_to(notes.KIND, [note.pk])[note.pk]]
    return {"text": note.text, "reach": note.reach, "naming": note.naming, "circles": opened}


def _ask(
    request: HttpRequest, gathering: Gathering, form: NoteForm, note: Note | None = None, status: int = 200
) -> HttpResponse:
    page = {"gathering": gathering, "circle": gathering.circle, "form": form, "note": note, "once": new_sending()}
    return TemplateResponse(request, "notes/edit.html", {"page": page}, status=status)


@require_POST
@signed_in
def put_back(request: HttpRequest, note: str) -> HttpResponse:
    """As it was before a change; the change itself is kept in turn."""
    row = own_or_404(request, note)
    typed = request.POST.get("version", "")
    version = row.versions.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 18 else None
    if version is not None:
        before = operations.put_back(version=version, by=person(request), now=moment(request))
        url = reverse("note-put-back", args=[note])
        flash.undoable(request, _("As it was before."), url, {"version": str(before.pk)})
    return redirect("note", note)


@require_POST
@signed_in
def withdraw(request: HttpRequest, note: str) -> HttpResponse:
    row = own_or_404(request, note)
    if operations.withdraw_note(note=row, by=person(request), now=moment(request)):
        way_back = reverse("note-restore", args=[note])
        flash.undoable(request, _("Withdrawn: nobody reads it any more."), way_back)
    return redirect("gathering", row.gathering.key)


@require_POST
@signed_in
def restore(request: HttpRequest, note: str) -> HttpResponse:
    operations.restore_note(note=own_or_404(request, note), by=person(request))
    return redirect("note", note)


# Under a note


def inside_or_404(request: HttpRequest, key: str) -> Note:
    """A note one may read, as a member of its circle: only they write under it."""
    row = notes.visible_note(viewer=person(request), key=key)
    if row is None or queries.visible_gathering(viewer=person(request), key=row.gathering.key) is None:
        raise Http404
    speak(row.gathering.circle, person(request))
    return row


@require_POST
@signed_in
def reply(request: HttpRequest, note: str) -> HttpResponse:
    row, now = inside_or_404(request, note), moment(request)
    form = under(row, request.POST)
    if not form.is_valid():
        page = note_page(row, person(request), now, form)
        return TemplateResponse(request, "notes/note.html", {"page": page}, status=REFUSED)
    once(sending(request, "reply"), now, lambda: _reply(request, row, form))
    return HttpResponseRedirect(f"{reverse('note', args=[note])}#replies")


def _reply(request: HttpRequest, note: Note, form: ReplyForm) -> str:
    written = threads.write_reply(
        author=person(request),
        kind=notes.KIND,
        object_id=note.pk,
        circle_id=note.gathering.circle_id,
        text=form.cleaned_data["text"],
        reach=Reach(form.cleaned_data["reach"]),
        naming=Naming(form.cleaned_data["naming"]),
        table=queries.people_at(note.gathering),
        now=moment(request),
    )
    return written.key


@require_POST
@signed_in
def reply_withdraw(request: HttpRequest, note: str, reply: str) -> HttpResponse:
    inside_or_404(request, note)
    if threads.withdraw_reply(reply_key=reply, by=person(request), now=moment(request)):
        way_back = reverse("note-reply-restore", args=[note, reply])
        flash.undoable(request, _("Withdrawn: nobody reads it any more."), way_back)
    return redirect("note", note)


@require_POST
@signed_in
def reply_restore(request: HttpRequest, note: str, reply: str) -> HttpResponse:
    inside_or_404(request, note)
    threads.restore_reply(reply_key=reply, by=person(request))
    return redirect("note", note)
