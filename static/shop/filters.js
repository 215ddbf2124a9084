// A changed filter takes effect at once; the button is for browsers without scripts.
for (const form of document.querySelectorAll("[data-filters]")) {
  form.querySelector("[data-apply]").hidden = true;
  form.addEventListener("change", () => form.requestSubmit());
}
