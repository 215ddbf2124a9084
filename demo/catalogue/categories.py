"""The categories of the demo shop, in the order in which a shopper meets them."""

from __future__ import annotations

from demo.catalogue.records import DemoCategory


def demo_categories() -> list[DemoCategory]:
    """All categories, each parent before its children."""
    return [DemoCategory(*row) for row in _CATEGORIES]


_CATEGORIES: tuple[tuple[str, str, str | None, str], ...] = (
    ("table", "Table", None, "Clay, glaze and a little wood: what a table needs, and a bit more."),
    ("vases", "Vases", "table", "For one branch or a whole garden."),
    ("mugs", "Mugs and cups", "table", "For the first coffee and the last tea."),
    ("tableware", "Tableware", "table", "Bowls, plates, pots and jugs to pass round."),
    ("planters", "Planters", "table", "Pots for everything that grows indoors."),
    ("home", "Home", None, "Soft things, light and seats for rooms that are lived in."),
    ("lamps", "Lamps", "home", "Warm light for the table, the desk and the floor."),
    ("cushions", "Cushions", "home", "Woven, piped, tasselled, and always one more."),
    ("rugs", "Rugs", "home", "Flat-woven wool for bare feet."),
    ("seats", "Armchairs and seats", "home", "Places to sit down and stay."),
    ("fashion", "Fashion", None, "Everyday clothes and company, in colours that get on."),
    ("sneakers", "Sneakers", "fashion", "Low, high, laced or slipped on."),
    ("tops", "Tops and T-shirts", "fashion", "From tank top to thick jumper."),
    ("bags", "Bags", "fashion", "Canvas and leather, to carry for years."),
    ("watches", "Watches", "fashion", "Clear dials on straps with character."),
    ("scarves", "Scarves", "fashion", "Wool for winter, silk for the rest."),
    ("hats", "Hats", "fashion", "Against cold, sun and bad hair days."),
)
