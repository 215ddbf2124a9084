"""For the table: vases, planters, mugs, tableware."""

from __future__ import annotations

from demo.catalogue.ranges.record import Family, Piece, Range

_WIPE = "Wipe clean with a damp cloth."
_DISHES = "Dishwasher and microwave safe."
_POTTER = ("Fennmark Studio", "Ollune Clay")

VASES = Range(
    "vases",
    "VAS",
    _POTTER,
    "painted under a satin glaze",
    (
        Piece("tall bellied vase", "A tall vase with a full, round belly and a narrow neck that "
              "holds three or four long stems upright.", "stoneware", "31 cm high", 58, _WIPE),
        Piece("bottle vase", "A slim neck rises from a low, heavy body: made for a single branch.",
              "stoneware", "33 cm high", 46, _WIPE),
        Piece("globe vase", "A generous ball with a small mouth, at its best with a loose bunch "
              "from the garden.", "stoneware", "22 cm high", 52, _WIPE),
        Piece("flared vase", "A trumpet that opens wide, so that tall flowers fan out.",
              "porcelain", "32 cm high", 64, _WIPE),
        Piece("stepped vase", "Three cylinders stacked into one calm, architectural form.",
              "unglazed stoneware", "30 cm high", 69, _WIPE),
        Piece("amphora vase", "An urn on a small foot, with a pulled handle at either side.",
              "earthenware", "31 cm high", 74, _WIPE),
    ),
    (
        Family("Alba", "tall bellied vase", "stripes", "terracotta sage midnight mustard"),
        Family("Corva", "tall bellied vase", "scallops", "teal blush cream"),
        Family("Lume", "bottle vase", "dots", "sage coral cobalt"),
        Family("Orbe", "globe vase", "zigzag", "midnight terracotta mint"),
        Family("Selva", "globe vase", "leaves", "forest butter blush"),
        Family("Tuba", "flared vase", "floral", "mustard lilac cloud"),
        Family("Gradin", "stepped vase", "terrazzo", "cream charcoal sand"),
        Family("Elea", "amphora vase", "waves", "teal rust sand"),
    ),
)  # fmt: skip

PLANTERS = Range(
    "planters",
    "PLA",
    ("Ollune Clay", "Verdelune"),
    "painted on by hand",
    (
        Piece("cylinder planter", "A straight-sided pot, shown with a snake plant.",
              "stoneware", "18 cm across", 34, "With a hole for drainage and a saucer to match."),
        Piece("tapered planter", "The classic flower pot, a little wider at the lip, shown with a "
              "rubber plant.", "terracotta clay", "20 cm across", 28, "With a hole for drainage."),
        Piece("round planter", "A plump bowl of a pot, shown with a cactus in flower.",
              "glazed stoneware", "21 cm across", 36, "Watertight: no saucer needed."),
        Piece("footed planter", "A low pot that rests in a stand of oiled wood, shown with a "
              "succulent.", "stoneware and ash", "24 cm across", 59, "Stand and pot come apart."),
        Piece("hanging planter", "A bowl on three cords for the window, shown with an ivy.",
              "stoneware and cotton", "19 cm across", 42, "Cord 80 cm long, hook not included."),
    ),
    (
        Family("Sansa", "cylinder planter", "argyle", "midnight coral sage"),
        Family("Ficus", "tapered planter", "pin dots", "coral teal mustard"),
        Family("Ombra", "tapered planter", "zigzag", "sand forest lilac"),
        Family("Saguaro", "round planter", "terrazzo", "olive blush cream"),
        Family("Bola", "round planter", "stripes", "terracotta cobalt mint"),
        Family("Perno", "footed planter", "fine stripes", "midnight rust sky"),
        Family("Aria", "hanging planter", "waves", "teal butter plum"),
    ),
)  # fmt: skip

MUGS = Range(
    "mugs",
    "MUG",
    ("Morrowby", "Fennmark Studio"),
    "under a clear glaze",
    (
        Piece("straight mug", "A straight mug with an easy, rounded handle for three fingers.",
              "stoneware", "350 ml", 18, _DISHES),
        Piece("round mug", "A round-bellied mug that keeps its tea warm and its hands too.",
              "stoneware", "420 ml", 21, _DISHES),
        Piece("tapered mug", "A tall cone with a crisp, angular handle.", "porcelain", "300 ml", 22,
              _DISHES),
        Piece("espresso cup", "A small cup with a ring for a handle, and the saucer to go with it.",
              "porcelain", "90 ml", 16, _DISHES),
        Piece("enamel mug", "The camping classic: light, tough and edged with a dark rim.",
              "enamelled steel", "400 ml", 15, "Not for the microwave."),
    ),
    (
        Family("Nord", "straight mug", "bands", "cream sky rust"),
        Family("Tova", "round mug", "harlequin", "cobalt terracotta mint"),
        Family("Bruma", "round mug", "dots", "teal blush mustard charcoal"),
        Family("Vik", "tapered mug", "waves", "rust midnight sage"),
        Family("Moka", "espresso cup", "speckle", "cream sage blush"),
        Family("Campo", "enamel mug", "plain", "cobalt forest coral mustard"),
        Family("Rifugio", "enamel mug", "brush strokes", "sky terracotta olive"),
    ),
)  # fmt: skip

TABLEWARE = Range(
    "tableware",
    "TAB",
    ("Morrowby", "Ollune Clay"),
    "under a clear glaze",
    (
        Piece("deep bowl", "A deep bowl on a neat foot, for noodles, salad or fruit.", "stoneware",
              "20 cm across", 26, _DISHES),
        Piece("dinner plate", "A flat plate with a wide rim that frames whatever is served.",
              "porcelain", "27 cm across", 24, _DISHES),
        Piece("teapot", "A round pot with a spout that does not drip, and a handle of turned wood.",
              "stoneware and beech", "1.1 litres", 62, "Wash by hand."),
        Piece("jug", "A tall jug with a pulled lip: for water, or for tulips.", "stoneware",
              "1.4 litres", 44, _DISHES),
        Piece("serving board", "A board with a handle, its lower half painted, the rest left bare.",
              "maple wood", "44 x 22 cm", 38, "Wash by hand and oil now and then."),
    ),
    (
        Family("Udon", "deep bowl", "scallops", "cobalt rust sage"),
        Family("Tavola", "dinner plate", "waves", "berry sky forest"),
        Family("Prato", "dinner plate", "leaves", "sage blush midnight"),
        Family("Assam", "teapot", "speckle", "forest cream lilac"),
        Family("Darjeel", "teapot", "floral", "sky mustard blush"),
        Family("Fonte", "jug", "pinstripes", "plum teal cream"),
        Family("Acero", "serving board", "blocks", "terracotta midnight mint"),
    ),
)  # fmt: skip
