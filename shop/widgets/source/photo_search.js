// <vitrine-photo-search>: a photo chosen, taken, dropped or pasted, and what looks like it.
class PhotoSearch extends Widget {
  static observedAttributes = ["lang", "heading"];

  constructor() {
    super();
    this.input = make("input", { type: "file", accept: "image/*,.heic,.heif", hidden: true, tabindex: "-1" });
    this.choose = make("button", { type: "button", class: "main", part: "button" });
    this.hint = make("span", { part: "hint", class: "quiet" });
    this.note = make("p", { part: "note", class: "quiet message" });
    this.drop = make("div", { class: "drop", part: "drop" }, this.choose, this.input, this.hint);
    this.status = make("p", { class: "message", part: "message", role: "status" });
    this.frame = make("div", { class: "frame", part: "frame" });
    this.whole = make("button", { type: "button", part: "whole" });
    this.forget = make("button", { type: "button", part: "forget" });
    this.photo = make("div", { class: "photo", part: "preview", hidden: true }, this.frame, this.whole, this.forget);
    const head = make("div", { class: "head", part: "head" }, this.status, ...this.steps);
    this.section = make("section", { part: "root" }, this.drop, this.note, this.photo, head, this.list);
    this.shadowRoot.append(this.section);
    this.list.hidden = true;
    this.listen();
  }

  listen() {
    this.choose.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => this.take(this.input.files[0]));
    this.whole.addEventListener("click", () => this.again("whole"));
    this.forget.addEventListener("click", () => this.forgetPhoto());
    this.addEventListener("paste", (event) => this.take(event.clipboardData?.files[0]));
    for (const name of ["dragenter", "dragover", "dragleave", "drop"]) {
      this.drop.addEventListener(name, (event) => {
        event.preventDefault();
        this.drop.classList.toggle("over", name === "dragenter" || name === "dragover");
        if (name === "drop") this.take(event.dataTransfer.files[0]);
      });
    }
  }

  connectedCallback() {
    super.connectedCallback();
    this.begin();
  }

  attributeChangedCallback(_name, before, after) {
    if (this.isConnected && before !== after && this.language) this.begin();
  }

  begin() {
    const words = this.speak();
    const texts = { choose: words.choose, hint: words.hint, note: words.kept, whole: words.whole, forget: words.forget };
    for (const [name, text] of Object.entries(texts)) this[name].textContent = text;
    this.section.setAttribute("aria-label", this.getAttribute("heading") || words.choose);
  }

  async take(file) {
    this.input.value = ""; // the same file may be chosen again
    if (!file) return;
    this.wait();
    const canvas = await readPhoto(file);
    canvas?.setAttribute("aria-label", this.language.words.photo);
    this.frame.replaceChildren(...(canvas ? [canvas] : []));
    this.photo.hidden = false;
    const form = new FormData();
    form.append("image", await toSend(file, canvas), "photo");
    form.append("limit", this.limit);
    await this.search("photo-searches/", { method: "POST", body: form });
  }

  async again(region) {
    if (!this.searchId) return;
    this.wait();
    const wishes = new URLSearchParams({ limit: this.limit, region });
    await this.search(`photo-searches/${this.searchId}/?${wishes}`);
  }

  wait() {
    this.list.hidden = false;
    this.status.textContent = this.language.words.searching;
    this.showPlaceholders();
  }

  async search(path, options) {
    const { words } = this.language;
    try {
      const answer = await this.askAlone(path, options);
      this.searchId = answer.body.id;
      this.showResults(answer, "widget-photo");
      this.showRegions(answer.body.regions);
      const count = answer.body.results.length;
      this.status.textContent = count ? words.found(count) : words.nothingClose;
      this.list.hidden = !count;
    } catch (error) {
      if (error.name === "AbortError") return;
      this.list.replaceChildren();
      this.list.hidden = true;
      this.status.textContent = error.told || words.failed;
    }
  }

  // The things that were found in the photo, each a button over it; searched with by a click.
  showRegions(regions) {
    if (!this.frame.firstChild || !regions.length) return;
    this.frame.querySelectorAll("button").forEach((button) => button.remove());
    regions.forEach(({ x, y, width, height, used }, index) => {
      const label = this.language.words.part(index + 1);
      const button = make("button", { type: "button", class: "region", part: "region", "aria-label": label });
      button.setAttribute("aria-pressed", String(used));
      const sides = { left: x, top: y, width, height };
      for (const [side, share] of Object.entries(sides)) button.style.setProperty(side, `${share * 100}%`);
      button.addEventListener("click", () => {
        this.frame.querySelectorAll("button").forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        this.again([x, y, width, height].join(","));
      });
      this.frame.append(button);
    });
  }

  async forgetPhoto() {
    const id = this.searchId;
    this.searchId = "";
    this.asking?.abort();
    this.forgetCards();
    this.frame.replaceChildren();
    this.list.replaceChildren();
    this.photo.hidden = this.list.hidden = true;
    this.choose.focus();
    if (id) await ask(`photo-searches/${id}/`, { method: "DELETE" }).catch(() => {});
    this.status.textContent = this.language.words.forgotten;
  }
}
