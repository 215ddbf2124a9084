// Small things that both widgets are made of. Nothing is written as HTML: names cannot become tags.
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

async function ask(path, options = {}) {
  const answer = await fetch(`${SHOP}/api/v1/${path}`, { credentials: "omit", ...options });
  const body = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) throw Object.assign(new Error(body.message), { told: body.message });
  return { body, requestId: answer.headers.get("X-Request-ID") || "" };
}

// One width for each rendition of the picture; the browser takes what its screen needs.
function picture(image) {
  if (!image) return null;
  const sizes = [...new Map(image.sizes.map((size) => [size.width, size])).values()];
  return make("img", {
    part: "image",
    src: sizes[0].url,
    srcset: sizes.map((size) => `${size.url} ${size.width}w`).join(", "),
    sizes: "11rem",
    width: image.width,
    height: image.height,
    alt: "", // the name follows in the same link
    loading: "lazy",
    decoding: "async",
  });
}

function card(product, image, address, { tag, words }) {
  return make(
    "a",
    { class: "card", part: "card", href: address },
    make("span", { class: "picture", part: "picture" }, picture(image)),
    make("span", { class: "name", part: "name", dir: "auto" }, product.name),
    make("span", { class: "price", part: "price" }, money(product.price, product.currency, tag)),
    product.in_stock ? null : make("span", { class: "sold-out", part: "sold-out" }, words.soldOut),
  );
}

// As high as a card, and nothing in it.
function placeholder(name = "") {
  const parts = ["picture", "name", "price"].map((part) => make("span", { class: part, part }));
  const inner = make("span", { class: "card", part: "placeholder" }, ...parts);
  return make("li", { "aria-hidden": "true", class: name }, inner);
}
