"""Cut the title font out of the npm package @fontsource-variable/fraunces (see the README beside the fonts).

    npm pack @fontsource-variable/fraunces@5.3.0 && tar xzf fontsource-variable-fraunces-5.3.0.tgz
    python tools/fraunces.py package/files src/entregent/web/static/entregent/fonts

Needs fonttools and brotli, which the project itself does not. The package lacks U+202F, the narrow no-break space
French sets before ; ! ? and inside « », and the non-breaking hyphen: both are added here, or another font would draw
them, at another width.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib.hvar import add_HVAR
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = (400, 700)
NARROW_SPACE = 0x202F
NARROW_EM = 0.14
NON_BREAKING_HYPHEN = 0x2011
CUTS = {
    "latin": [
        *range(0x20, 0x7F),
        *range(0xA0, 0x100),
        0x131,
        0x152,
        0x153,
        *range(0x2010, 0x2030),
        0x2032,
        0x2033,
        0x2039,
        0x203A,
        0x20AC,
        0x2122,
        0x2212,
    ],
    "latin-ext": [*range(0x100, 0x131), *range(0x132, 0x152), *range(0x154, 0x180), *range(0x218, 0x21C), 0x1E9E],
}


def add_what_french_needs(font: TTFont) -> None:
    name = "uni202F"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = Glyph()
    font["hmtx"][name] = (round(NARROW_EM * font["head"].unitsPerEm), 0)
    font["gvar"].variations[name] = []
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[NARROW_SPACE] = name
            table.cmap[NON_BREAKING_HYPHEN] = table.cmap[ord("-")]
    del font["HVAR"]
    add_HVAR(font)


def cut(source: Path, letters: list[int], narrow: bool) -> TTFont:
    font = instantiateVariableFont(TTFont(source), {"wght": WEIGHTS})
    if narrow:
        add_what_french_needs(font)
    for glyph in font.getGlyphOrder():
        font["gvar"].variations.setdefault(glyph, [])
    options = Options()
    options.layout_features = ["kern", "liga", "mark", "mkmk", "ccmp", "rvrn"]
    options.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=letters)
    subsetter.subset(font)
    font.flavor = "woff2"
    return font


def main(source: Path, target: Path) -> None:
    for part, letters in CUTS.items():
        font = cut(source / f"fraunces-{part}-wght-normal.woff2", letters, narrow=part == "latin")
        font.save(target / f"fraunces-{part}.woff2")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
