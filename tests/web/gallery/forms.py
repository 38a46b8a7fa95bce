from __future__ import annotations

from django import forms

HUES = [(hue, hue) for hue in ("sage", "lake", "heather", "brick", "honey", "rose", "moss", "slate")]


class Everything(forms.Form):
    name = forms.CharField(label="Le nom de votre cercle", help_text="Comme vous le dites entre vous.")
    about = forms.CharField(label="En une phrase", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    day = forms.DateField(label="Jour", widget=forms.DateInput(attrs={"type": "date"}))
    zone = forms.ChoiceField(label="Fuseau", choices=[("Europe/Paris", "heure de Paris"), ("UTC", "UTC")])
    code = forms.CharField(
        label="Le code reçu par courriel",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "6"}),
    )
    mails = forms.ChoiceField(
        label="Courriels de ce cercle",
        widget=forms.RadioSelect,
        initial="dates",
        choices=[
            ("every", "chaque date, et un mot quand la prochaine manque"),
            ("dates", "chaque date"),
            ("none", "rien"),
        ],
    )
    keep = forms.BooleanField(label="Tous les jeudis, sauf si je dis non", required=False)
    hue = forms.ChoiceField(label="Couleur", widget=forms.RadioSelect, choices=HUES, initial="sage")


class Wrong(forms.Form):
    name = forms.CharField(label="Le nom de votre cercle", help_text="Comme vous le dites entre vous.")
    slots = forms.IntegerField(label="Places", min_value=2)
