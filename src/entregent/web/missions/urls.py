from django.urls import path

from entregent.web.missions.views import deck, draws, hands

urlpatterns = [
    path("cards", hands.mine, name="my-cards"),
    path("c/<slug:slug>/cards", deck.deck, name="deck"),
    path("c/<slug:slug>/cards/open", deck.open_deck, name="deck-open"),
    path("c/<slug:slug>/cards/print", deck.print_deck, name="deck-print"),
    path("c/<slug:slug>/cards/new", deck.add, name="card-add"),
    path("c/<slug:slug>/cards/draw/<slug:gathering>", draws.start, name="draw-cards"),
    path("c/<slug:slug>/cards/draw/<slug:gathering>/by-hand", draws.by_hand, name="draw-by-hand"),
    path("cards/<slug:card>/edit", deck.edit, name="card-edit"),
    path("cards/<slug:card>/aside", deck.put_aside, name="card-aside"),
    path("cards/<slug:card>/bring-back", deck.bring_back, name="card-bring-back"),
    path("cards/<slug:card>/take", hands.take, name="card-take"),
    path("cards/<slug:card>/put-back", hands.put_back, name="card-put-back"),
    path("cards/<slug:card>/done", hands.finish, name="card-done"),
    path("cards/<slug:card>/again", hands.again, name="card-again"),
    path("cards/<slug:card>/offer", hands.offer, name="card-offer"),
    path("offers/<int:offer_id>/agree", hands.agree, name="offer-agree"),
    path("offers/<int:offer_id>/decline", hands.decline, name="offer-decline"),
    path("draws/<slug:draw>", draws.show, name="draw"),
    path("draws/<slug:draw>/go", draws.go, name="draw-go"),
    path("draws/<slug:draw>/join", draws.join, name="draw-join"),
    path("draws/<slug:draw>/sit-out", draws.sit_out, name="draw-sit-out"),
    path("draws/<slug:draw>/call-off", draws.call_off, name="draw-call-off"),
    path("draws/<slug:draw>/proof", draws.proof, name="draw-proof"),
]
