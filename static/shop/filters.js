// A changed filter takes effect at once, the list changes in place (by htmx), and what the controls
// say is what the list shows, whichever way a shopper came back. Without scripts there is a button.
const said = document.createElement("p");
said.className = "visually-hidden";
said.setAttribute("role", "status");
document.body.append(said);

const formOf = (control) => control.form?.matches("[data-filters]") && control.form;
// On a phone the filters lie over the list: several can be ticked before the list is shown.
const isOver = (control) => Boolean(control.closest("[popover]")?.matches(":popover-open"));

// Addresses without what was left empty, for they are shared.
const dropEmpty = ({ formData, target }) => {
  if (!target.matches("[data-filters]")) return;
  for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
};

// Browsers keep what was typed when they go back to a page, or the page itself.
const reset = () => {
  for (const form of document.querySelectorAll("[data-filters]")) form.reset();
};

const prepare = () => {
  for (const button of document.querySelectorAll("[data-apply]")) button.hidden = true;
};

document.addEventListener("change", ({ target }) => {
  const form = formOf(target);
  if (form && !isOver(target)) form.requestSubmit();
});
document.addEventListener("formdata", dropEmpty);
window.addEventListener("pageshow", reset);

// What was unfolded stays so, and who cannot see hears how many there are now.
let unfolded = [];
document.addEventListener("htmx:before:swap", () => {
  unfolded = [...document.querySelectorAll("details[data-keep][open]")].map((each) => each.dataset.keep);
});
document.addEventListener("htmx:after:swap", () => {
  for (const each of document.querySelectorAll("details[data-keep]")) each.open = unfolded.includes(each.dataset.keep);
  prepare();
  said.textContent = document.querySelector("[data-count]")?.textContent ?? "";
});

prepare();
