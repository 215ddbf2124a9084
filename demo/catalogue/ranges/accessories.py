"""To wear on top: watches, scarves, hats."""

from __future__ import annotations

from demo.catalogue.ranges.record import Family, Piece, Range

_WATER = "Splash-proof; two-year battery."
_WOOL = "Wash by hand in cool water and dry flat."

WATCHES = Range(
    "watches",
    "WAT",
    ("Ombrello Time", "Kvarto"),
    "on the strap",
    (
        Piece("classic watch", "A round brass case with a pale dial and twelve slim markers.",
              "brass and textile", "38 mm case", 129, _WATER),
        Piece("diver watch", "A steel case with a turning bezel, and dots that are easy to read.",
              "steel and textile", "41 mm case", 189, "Water-resistant to 100 m."),
        Piece("square watch", "A square case with soft corners and a tinted dial.",
              "brass and textile", "34 mm case", 145, _WATER),
        Piece("chronograph", "A steel case with three small dials and two pushers.",
              "steel and textile", "40 mm case", 219, _WATER),
    ),
    (
        Family("Mitte", "classic watch", "plain", "rust forest midnight blush"),
        Family("Scotia", "classic watch", "tartan", "forest berry sand"),
        Family("Laguna", "diver watch", "plain", "teal cobalt coral"),
        Family("Riva", "diver watch", "fine stripes", "midnight mint mustard"),
        Family("Corsa", "chronograph", "plain", "charcoal rust teal"),
        Family("Quadro", "square watch", "plain", "plum sage terracotta"),
        Family("Mosaik", "square watch", "pin dots", "cobalt blush charcoal"),
    ),
)  # fmt: skip

SCARVES = Range(
    "scarves",
    "SCA",
    ("Tessaloom", "Linnaknit"),
    "woven through and through",
    (
        Piece("wool scarf", "A long scarf that goes once round and falls to the waist; its ends "
              "are fringed.", "lambswool", "190 x 32 cm", 58, _WOOL),
        Piece("silk square", "A square with a rolled edge, for neck, hair or handbag.",
              "silk twill", "70 x 70 cm", 49, "Dry clean, or wash by hand in cold water."),
        Piece("blanket scarf", "Wide enough to be a shawl on the train and a blanket on the sofa.",
              "wool and cotton", "200 x 90 cm", 79, _WOOL),
        Piece("snood", "A ring of thick knit, pulled over the head and warm at once.",
              "merino wool", "70 cm round", 39, _WOOL),
    ),
    (
        Family("Moor", "wool scarf", "tartan", "forest berry sky sand"),
        Family("Binn", "wool scarf", "stripes", "mustard midnight coral"),
        Family("Lana", "wool scarf", "plain", "sage rust charcoal"),
        Family("Seta", "silk square", "dots", "terracotta cobalt lilac"),
        Family("Peonia", "silk square", "floral", "blush teal butter"),
        Family("Harris", "blanket scarf", "gingham", "sand berry teal"),
        Family("Nido", "snood", "dashes", "plum olive cream"),
    ),
)  # fmt: skip

HATS = Range(
    "hats",
    "HAT",
    ("Kite & Cobble", "Linnaknit"),
    "all the way round",
    (
        Piece("bobble hat", "A knitted hat with a broad turned-up brim and a proper pompom.",
              "merino wool", "one size", 34, _WOOL),
        Piece("baseball cap", "Six panels, a curved peak and a strap at the back.", "cotton twill",
              "one size", 29, "Wipe clean with a damp cloth."),
        Piece("bucket hat", "A soft hat whose brim slopes down all round against sun and drizzle.",
              "cotton canvas", "S-L", 36, "Machine wash at 30 degrees."),
        Piece("sun hat", "A wide-brimmed hat of plaited straw, tied with a printed ribbon.",
              "straw and cotton", "one size", 48, "Keep it dry; steam it back into shape."),
        Piece("beret", "A flat, round hat of felted wool with a little stalk on top.",
              "felted wool", "one size", 32, _WOOL),
    ),
    (
        Family("Rimfrost", "bobble hat", "bands", "cream teal terracotta"),
        Family("Stova", "bobble hat", "zigzag", "midnight coral forest"),
        Family("Pitch", "baseball cap", "plain", "cobalt coral sage charcoal"),
        Family("Dugout", "baseball cap", "pinstripes", "cloud midnight mint"),
        Family("Drizzle", "bucket hat", "waves", "teal rust butter"),
        Family("Meadow", "bucket hat", "floral", "sage mustard lilac"),
        Family("Playa", "sun hat", "dots", "coral midnight olive"),
        Family("Rive", "beret", "plain", "berry forest midnight"),
    ),
)  # fmt: skip
