// <vitrine-similar sku="A-1">: what looks like a product, asked for once it comes near the screen.
class Similar extends Widget {
  static observedAttributes = ["sku", "slug", "limit", "lang", "heading", "kind", "href"];

  constructor() {
    super();
    this.title_ = make("h2", { part: "heading" });
    const head = make("div", { class: "head", part: "head" }, this.title_, ...this.steps);
    this.section = make("section", { part: "root" }, head, this.list);
    this.section.setAttribute("aria-label", "");
    this.shadowRoot.append(this.section);
    this.near = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && this.load(),
      { rootMargin: "300px" },
    );
  }

  connectedCallback() {
    super.connectedCallback();
    this.begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.near.disconnect();
  }

  attributeChangedCallback(_name, before, after) {
    if (this.isConnected && before !== after && this.language) this.begin();
  }

  begin() {
    const words = this.speak();
    this.title_.textContent = this.getAttribute("heading") ?? words.similar;
    this.section.setAttribute("aria-label", this.title_.textContent || words.similar);
    this.showPlaceholders();
    this.near.disconnect();
    this.near.observe(this);
  }

  async load() {
    this.near.disconnect();
    const [sku, slug] = ["sku", "slug"].map((name) => this.getAttribute(name));
    if (!sku && !slug) return this.giveUp();
    const named = (sku || slug).replace(/[\\,]/g, "\\$&"); // a comma would name two products
    const wishes = new URLSearchParams({ [sku ? "skus" : "slugs"]: named, limit: this.limit });
    if (this.hasAttribute("kind")) wishes.set("kind", this.getAttribute("kind"));
    try {
      const { body, requestId } = await this.askAlone(`similar/batch/?${wishes}`);
      const { answer } = body.results[0];
      if (!answer) return this.giveUp();
      this.showResults({ body: answer, requestId }, "widget-similar");
      if (!answer.results.length) this.say(this.language.words.nothing);
    } catch (error) {
      if (error.name !== "AbortError") this.giveUp();
    }
  }

  // What the page has put into the element stands there instead: a link to its own list.
  giveUp() {
    this.endWaiting(0);
    this.list.append(make("li", { class: "message" }, make("slot")));
    this.dispatch("results", { count: 0 });
  }

  say(text) {
    this.list.append(make("li", { class: "message", part: "message" }, text));
  }
}
