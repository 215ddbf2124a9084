"""To wear: sneakers, tops, bags."""

from __future__ import annotations

from demo.catalogue.ranges.record import Family, Piece, Range

_SHOES = "Wipe with a damp cloth and let them air."
_WASH = "Machine wash at 30 degrees, dry on the line."

SNEAKERS = Range(
    "sneakers",
    "SNK",
    ("Passelune", "Kite & Cobble"),
    "printed so that it lasts",
    (
        Piece("low sneaker", "A court shoe with a rubber toe, flat laces and a padded heel.",
              "cotton canvas", "EU 36-46", 79, _SHOES),
        Piece("high-top sneaker", "It covers the ankle, laces up in seven rows and bears a badge "
              "at the side.", "cotton canvas", "EU 36-46", 89, _SHOES),
        Piece("slip-on sneaker", "No laces: two elastic gores let it slip on and hold it there.",
              "canvas", "EU 36-46", 65, _SHOES),
        Piece("running shoe", "A light shoe on a thick, waved sole that rolls with every step.",
              "recycled mesh", "EU 36-46", 119, _SHOES),
    ),
    (
        Family("Volley", "low sneaker", "plain", "coral midnight sage mustard"),
        Family("Picnic", "low sneaker", "gingham", "sky berry forest"),
        Family("Stella", "high-top sneaker", "plain", "terracotta charcoal teal butter"),
        Family("Polka", "high-top sneaker", "pin dots", "coral cobalt mint"),
        Family("Mola", "slip-on sneaker", "plain", "sand olive midnight"),
        Family("Tempo", "running shoe", "plain", "teal lilac cloud coral"),
        Family("Sprint", "running shoe", "fine stripes", "midnight mint rust"),
    ),
)  # fmt: skip

TOPS = Range(
    "tops",
    "TOP",
    ("Linnaknit", "Passelune"),
    "printed so that it lasts",
    (
        Piece("crew-neck T-shirt", "An easy T-shirt with a ribbed round neck and a straight cut.",
              "organic cotton", "XS-XXL", 29, _WASH),
        Piece("pocket T-shirt", "A T-shirt with a chest pocket, and bands at neck and sleeves.",
              "organic cotton", "XS-XXL", 34, _WASH),
        Piece("long-sleeved shirt", "A light shirt with long sleeves and a wide neck.",
              "cotton jersey", "XS-XXL", 42, _WASH),
        Piece("sweatshirt", "A thick, brushed jumper with ribbed cuffs and hem.",
              "cotton fleece", "XS-XXL", 64, _WASH),
        Piece("polo shirt", "A piqué shirt with a contrast collar and three buttons.",
              "cotton piqué", "XS-XXL", 49, _WASH),
        Piece("tank top", "A sleeveless top with bound edges, cut for warm days.", "linen jersey",
              "XS-XXL", 26, _WASH),
    ),
    (
        Family("Marin", "crew-neck T-shirt", "stripes", "cream midnight coral"),
        Family("Punto", "pocket T-shirt", "dots", "cobalt blush olive"),
        Family("Breton", "long-sleeved shirt", "fine stripes", "cloud midnight rust"),
        Family("Onda", "long-sleeved shirt", "waves", "teal berry butter"),
        Family("Fjord", "sweatshirt", "zigzag", "midnight rust sky"),
        Family("Regata", "polo shirt", "pinstripes", "cobalt mint berry"),
        Family("Rombo", "tank top", "argyle", "rust teal lilac"),
    ),
)  # fmt: skip

BAGS = Range(
    "bags",
    "BAG",
    ("Kite & Cobble", "Borsalenta"),
    "printed so that it lasts",
    (
        Piece("tote bag", "An open shopper with long leather handles that fit the shoulder.",
              "canvas and leather", "38 x 36 x 12 cm", 69, "Brush off dry dirt."),
        Piece("backpack", "A round-shouldered backpack with a laptop sleeve and a front pocket.",
              "waxed canvas and leather", "18 litres", 98, "Wipe clean; wax once a year."),
        Piece("saddle bag", "A half-round bag whose flap closes with a brass stud.",
              "leather and canvas", "26 x 20 x 7 cm", 115, "Care for the leather with balsam."),
        Piece("bucket bag", "A deep, round bag that a leather cord draws shut.",
              "canvas and leather", "24 x 30 cm", 89, "Brush off dry dirt."),
        Piece("weekender", "A wide bag for two nights away, its corners capped in leather.",
              "canvas and leather", "42 litres", 149, "Wipe clean with a damp cloth."),
    ),
    (
        Family("Mercado", "tote bag", "bands", "cream teal terracotta"),
        Family("Jardin", "tote bag", "leaves", "sage midnight blush"),
        Family("Rondo", "backpack", "plain", "mustard forest coral charcoal"),
        Family("Trek", "backpack", "harlequin", "cobalt olive terracotta"),
        Family("Mezza", "saddle bag", "waves", "rust sky sage"),
        Family("Secchio", "bucket bag", "terrazzo", "cream lilac olive"),
        Family("Ponte", "weekender", "pinstripes", "cobalt berry charcoal"),
    ),
)  # fmt: skip
