"""What a circle is offered once, in one sentence, and its answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entregent.circles import operations
from entregent.circles.enums import Feature
from entregent.web import flash, where
from entregent.web.access import circle_or_404, moment, person, signed_in


@require_POST
@signed_in
def answer(request: HttpRequest, slug: str, feature: str) -> HttpResponse:
    """`answer` is yes, no, or again, which takes either back."""
    circle = circle_or_404(request, slug)
    said = request.POST.get("answer", "")
    if feature not in Feature or said not in ("yes", "no", "again"):
        raise Http404
    asked, me = Feature(feature), person(request)
    back = where.safe(request, request.POST.get("next", "")) or reverse("circle", args=[slug])
    if said == "again":
        operations.offer_again(circle=circle, feature=asked, by=me)
        return redirect("circle", slug)
    operations.answer_feature(circle=circle, feature=asked, wanted=said == "yes", by=me, now=moment(request))
    if said == "no":
        url = reverse("feature", args=[slug, feature])
        flash.undoable(request, _("Noted: the circle is not asked again."), url, {"answer": "again"})
    return HttpResponseRedirect(back)
