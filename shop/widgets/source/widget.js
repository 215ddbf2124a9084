// A row of products, and the words around it.
class Widget extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [STYLE];
    this.list = make("ul", { part: "list" });
    this.list.addEventListener("scroll", () => this.updateSteps(), { passive: true });
    this.steps = [-1, 1].map((way) => {
      const arrow = way < 0 ? "‹" : "›";
      const step = make("button", { type: "button", class: "step", part: "step", disabled: true }, arrow);
      step.addEventListener("click", () => this.turn(way));
      return step;
    });
    this.resized = new ResizeObserver(() => this.updateSteps());
  }

  connectedCallback() {
    this.resized.observe(this.list);
  }

  disconnectedCallback() {
    this.resized.disconnect();
    this.forgetCards();
    this.asking?.abort();
  }

  get limit() {
    const asked = parseInt(this.getAttribute("limit"), 10);
    return Math.min(Math.max(asked || 8, 1), 24);
  }

  // Words and direction of the page as it is now; labels of what has no text.
  speak() {
    this.language = languageOf(this);
    this.shadowRoot.querySelector("section").setAttribute("dir", this.language.direction);
    const { previous, next } = this.language.words;
    [previous, next].forEach((label, index) => this.steps[index].setAttribute("aria-label", label));
    return this.language.words;
  }

  // A question whose answer counts only if no other was asked meanwhile.
  async askAlone(path, options) {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const spoken = `${path}${path.includes("?") ? "&" : "?"}language=${this.language.shops}`;
    const answer = await ask(spoken, { ...options, signal: asking.signal });
    if (asking.signal.aborted) throw new DOMException("", "AbortError");
    return answer;
  }

  showPlaceholders() {
    this.forgetCards();
    this.list.setAttribute("aria-busy", "true");
    this.list.replaceChildren(...Array.from({ length: this.limit }, () => placeholder()));
  }

  showResults({ body, requestId }, placement) {
    this.forgetCards();
    this.endWaiting(body.results.length);
    body.results.forEach(({ product, image }, index) => {
      const event = { sku: product.sku, position: index + 1, placement };
      if (/^[\w.:-]{1,64}$/.test(requestId)) event.request_id = requestId;
      const link = card(product, image, this.addressOf(product), this.language);
      link.addEventListener("click", (click) => this.clicked(click, product, event));
      link.addEventListener("auxclick", (click) => click.button === 1 && this.tell("click", event));
      this.list.append(make("li", {}, link));
      if (this.tells) watchCard(link, { type: "impression", ...event });
    });
    this.list.scrollTo({ left: 0 });
    this.updateSteps();
    this.dispatch("results", { count: body.results.length });
  }

  // An empty row keeps its height by a placeholder that nobody sees, unless it is below the screen:
  // what moves there is not seen to move.
  endWaiting(count) {
    const isBelow = this.getBoundingClientRect().top > innerHeight;
    this.list.removeAttribute("aria-busy");
    this.list.replaceChildren(...(count || !isBelow ? [placeholder("wait")] : []));
  }

  // A page that leads shoppers by itself prevents the default of `vitrine:click`.
  clicked(click, product, event) {
    this.tell("click", event);
    const { sku, slug, name } = product;
    if (!this.dispatch("click", { sku, slug, name, position: event.position })) click.preventDefault();
  }

  tell(type, event) {
    if (this.tells) report({ type, ...event });
  }

  get tells() {
    return this.getAttribute("events") !== "off";
  }

  dispatch(name, detail) {
    const event = new CustomEvent(`vitrine:${name}`, { detail, bubbles: true, composed: true, cancelable: true });
    return this.dispatchEvent(event);
  }

  // `href="/item/{sku}"` leads to the page's own shop; without it to the product in this one.
  addressOf(product) {
    const { shops } = this.language;
    const home = shops === LANGUAGES[0] ? SHOP : `${SHOP}/${shops}`;
    const pattern = this.getAttribute("href") || `${home}/p/{slug}/`;
    return pattern.replace(/\{(sku|slug)\}/g, (_all, name) => encodeURIComponent(product[name]));
  }

  forgetCards() {
    this.list.querySelectorAll("a").forEach(stopWatching);
  }

  turn(way) {
    const towards = this.language.direction === "rtl" ? -way : way;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.list.scrollBy({ left: towards * this.list.clientWidth * 0.9, behavior: calm ? "auto" : "smooth" });
  }

  updateSteps() {
    const { scrollWidth, clientWidth, scrollLeft } = this.list;
    const left = Math.abs(scrollLeft);
    const room = scrollWidth - clientWidth;
    this.steps[0].disabled = left < 4;
    this.steps[1].disabled = left > room - 4;
    this.steps.forEach((step) => step.style.setProperty("visibility", room > 4 ? "visible" : "hidden"));
  }
}
