for (const [name, widget] of [["vitrine-similar", Similar], ["vitrine-photo-search", PhotoSearch]]) {
  if (!customElements.get(name)) customElements.define(name, widget);
}
