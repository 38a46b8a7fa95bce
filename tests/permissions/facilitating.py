"""Who gets what at the addresses about who facilitates, as in `matrix`; there the founder facilitates."""

from __future__ import annotations

#                           GET                   POST
#                           visitor outside inside visitor outside inside
TABLE = """
facilitation                in   404  200         405  405  405
facilitation-answer         405  405  405         in   404  404
facilitation-ask            405  405  405         in   404  404
facilitation-away           405  405  405         in   404  404
facilitation-back           405  405  405         in   404  404
facilitation-begin          in   404  200         in   404  422
facilitation-draw           405  405  405         in   404  302
facilitation-hat            405  405  405         in   404  302
facilitation-name           405  405  405         in   404  302
facilitation-not-me         405  405  405         in   404  302
facilitation-promise        405  405  405         in   404  404
facilitation-promises       405  405  405         in   404  302
facilitation-proof          in   404  200         405  405  405
facilitation-step-down      405  405  405         in   404  404
facilitation-stop           405  405  405         in   404  302
facilitation-subject        405  405  405         in   404  404
facilitation-subjects       405  405  405         in   404  302
facilitation-without        405  405  405         in   404  404
facilitation-write          in   404  404         in   404  404
"""

EXCEPT = {
    ("facilitation-away", "POST", "founder"): "422",
    ("facilitation-back", "POST", "founder"): "302",
    ("facilitation-promise", "POST", "founder"): "302",
    ("facilitation-step-down", "POST", "founder"): "302",
    ("facilitation-without", "POST", "founder"): "302",
    ("facilitation-write", "GET", "founder"): "200",
    ("facilitation-write", "POST", "founder"): "422",
}
