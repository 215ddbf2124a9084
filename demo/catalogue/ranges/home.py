"""For the home: lamps, cushions, rugs, seats."""

from __future__ import annotations

from demo.catalogue.ranges.record import Family, Piece, Range

_BULB = "Takes one E27 bulb, not included."
_WASH = "The cover comes off and is washed at 30 degrees."
_VACUUM = "Vacuum regularly; lift out stains with cold water."
_DUST = "Dust with a soft brush."

LAMPS = Range(
    "lamps",
    "LAM",
    ("Lysenne", "Casa Nuvela"),
    "printed on the shade",
    (
        Piece("cone lamp", "A table lamp with a wide cone over a gourd-shaped ceramic foot.",
              "linen and ceramic", "52 cm high", 119, _BULB),
        Piece("drum lamp", "A table lamp with a broad drum on a solid column of oiled wood.",
              "linen and oak", "50 cm high", 109, _BULB),
        Piece("dome lamp", "A desk lamp: half a sphere on a slender brass stalk.",
              "lacquered steel and brass", "46 cm high", 139, _BULB),
        Piece("pendant lamp", "A bell on a black textile cord, to hang low over a table.",
              "linen and brass", "40 cm across", 129, _BULB),
        Piece("tripod lamp", "A floor lamp that stands on three legs of pale ash.",
              "linen and ash", "148 cm high", 189, _BULB),
    ),
    (
        Family("Sol", "cone lamp", "zigzag", "sage coral midnight"),
        Family("Vesper", "cone lamp", "plain", "blush mustard teal"),
        Family("Trommel", "drum lamp", "blocks", "lilac cream teal"),
        Family("Cupola", "dome lamp", "scallops", "blush cobalt sand"),
        Family("Boletus", "dome lamp", "dots", "terracotta mint midnight"),
        Family("Campana", "pendant lamp", "brush strokes", "sage sky coral"),
        Family("Tresko", "tripod lamp", "bands", "lilac mustard sky"),
    ),
)  # fmt: skip

CUSHIONS = Range(
    "cushions",
    "CUS",
    ("Casa Nuvela", "Tessaloom"),
    "woven into the cloth",
    (
        Piece("square cushion", "A plump square with piped edges, filled with feathers.",
              "cotton", "50 x 50 cm", 39, _WASH),
        Piece("tasselled cushion", "A soft square with a tassel knotted at each corner.",
              "linen", "45 x 45 cm", 44, _WASH),
        Piece("bolster cushion", "A long cushion for the bed or the window seat, fringed at both "
              "ends.", "wool blend", "80 x 35 cm", 52, _WASH),
        Piece("round cushion", "A round cushion, gathered to a covered button.", "cotton velvet",
              "40 cm across", 42, _WASH),
    ),
    (
        Family("Edin", "square cushion", "argyle", "midnight mustard berry"),
        Family("Glen", "square cushion", "tartan", "forest berry sand"),
        Family("Fiocco", "tasselled cushion", "pin dots", "coral sky sage"),
        Family("Ikat", "tasselled cushion", "harlequin", "terracotta cobalt cream"),
        Family("Litt", "bolster cushion", "dashes", "charcoal olive rust"),
        Family("Siesta", "bolster cushion", "stripes", "sky mustard lilac"),
        Family("Perla", "round cushion", "plain", "teal blush mustard plum"),
    ),
)  # fmt: skip

RUGS = Range(
    "rugs",
    "RUG",
    ("Tessaloom", "Hallowmere Mills"),
    "woven into the cloth",
    (
        Piece("rectangular rug", "A flat-woven rug with a border all round and a fringe at either "
              "end.", "wool", "140 x 200 cm", 249, _VACUUM),
        Piece("runner", "A long, narrow rug that leads down a hall or along a bed.", "wool",
              "70 x 240 cm", 159, _VACUUM),
        Piece("round rug", "A round rug, its edge bound with a braid.", "jute and wool",
              "160 cm across", 219, _VACUUM),
        Piece("half-moon mat", "A mat for the doorstep: straight at the sill, round to the world.",
              "coir", "75 x 45 cm", 45, "Shake out, and let it dry flat."),
    ),
    (
        Family("Lindal", "rectangular rug", "bands", "cream teal rust"),
        Family("Kasbah", "rectangular rug", "harlequin", "terracotta midnight sand"),
        Family("Skog", "rectangular rug", "zigzag", "forest charcoal blush"),
        Family("Passo", "runner", "argyle", "cobalt rust sage"),
        Family("Luna", "round rug", "waves", "rust teal cloud"),
        Family("Ring", "round rug", "blocks", "mustard lilac midnight"),
        Family("Salve", "half-moon mat", "pin dots", "sand olive charcoal"),
    ),
)  # fmt: skip

SEATS = Range(
    "seats",
    "SEA",
    ("Hallowmere Mills", "Casa Nuvela"),
    "woven into the cloth",
    (
        Piece("lounge armchair", "A high back, round arms and a deep seat, on splayed legs of oak.",
              "wool bouclé and oak", "78 cm wide", 649, _DUST),
        Piece("tub chair", "One round shell that holds you from all sides.", "cotton velvet",
              "82 cm wide", 579, _DUST),
        Piece("dining chair", "A chair of pale wood with a padded seat and a padded back.",
              "ash and cotton", "46 cm wide", 229, _DUST),
        Piece("pouf", "A round seat, footrest or side table, light enough to carry to the guests.",
              "wool", "55 cm across", 149, _DUST),
    ),
    (
        Family("Holm", "lounge armchair", "plain", "teal mustard blush charcoal"),
        Family("Bothy", "lounge armchair", "tartan", "forest berry sand"),
        Family("Conch", "tub chair", "plain", "coral forest lilac"),
        Family("Sild", "tub chair", "dashes", "charcoal rust sage"),
        Family("Bistro", "dining chair", "gingham", "coral cobalt mint"),
        Family("Fiora", "dining chair", "floral", "mustard sky plum"),
        Family("Knoll", "pouf", "fine stripes", "cream terracotta midnight"),
        Family("Sten", "pouf", "plain", "sage rust sky"),
    ),
)  # fmt: skip
