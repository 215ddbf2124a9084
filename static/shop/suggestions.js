// Suggestions below the search field while somebody types: a combobox with a list (ARIA 1.2).
// Without this script the field is the form that it is.
const form = document.querySelector("[data-suggestions]");
const field = form.querySelector("input[type=search]");
const list = document.createElement("div");
const told = document.createElement("p");
let asked, waiting, chosen = -1;

list.id = "suggestions";
list.className = "suggestions";
list.hidden = true;
told.className = "visually-hidden";
for (const [name, value] of Object.entries({ role: "listbox", "aria-label": form.dataset.all })) list.setAttribute(name, value);
told.setAttribute("aria-live", "polite"); // the status of a page is what was done on it
form.append(list, told);
for (const [name, value] of Object.entries({
  role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
})) field.setAttribute(name, value);

const options = () => [...list.querySelectorAll("[role=option]")];

function close() {
  clearTimeout(waiting);
  asked?.abort();
  list.hidden = true;
  field.setAttribute("aria-expanded", "false");
  choose(-1);
}

function choose(place) {
  chosen = place;
  field.removeAttribute("aria-activedescendant");
  options().forEach((option, number) => {
    option.setAttribute("aria-selected", String(number === place));
    if (number !== place) return;
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  });
}

function option(suggestion) {
  const link = document.createElement("a");
  link.href = suggestion.url;
  link.tabIndex = -1;
  link.setAttribute("role", "option");
  if (suggestion.picture !== undefined) {
    const picture = document.createElement(suggestion.picture ? "img" : "i");
    if (suggestion.picture) Object.assign(picture, { src: suggestion.picture, alt: "", width: 40, height: 40 });
    link.append(picture);
  }
  for (const text of [suggestion.name, suggestion.price]) {
    if (!text) continue;
    const part = document.createElement("span");
    part.textContent = text;
    part.dir = "auto";
    link.append(part);
  }
  return link;
}

function show(found) {
  const address = (words) => `${form.action}?${new URLSearchParams({ [field.name]: words })}`;
  found.words = found.words.map((words) => ({ name: words, url: address(words) }));
  list.replaceChildren();
  for (const kind of ["words", "categories", "products"]) {
    if (!found[kind].length) continue;
    const group = document.createElement("div");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", form.dataset[kind]);
    group.dataset.label = form.dataset[kind];
    group.append(...found[kind].map(option));
    list.append(group);
  }
  options().forEach((each, number) => { each.id = `suggestion-${number}`; });
  const count = options().length;
  list.hidden = !count;
  field.setAttribute("aria-expanded", String(Boolean(count)));
  told.textContent = count ? form.dataset.count.replace("{n}", count) : form.dataset.none;
  choose(-1);
}

async function ask() {
  const typed = field.value;
  if (!typed.trim()) return close();
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(`${form.dataset.suggestions}?${new URLSearchParams({ q: typed })}`, { signal: asked.signal });
    if (answer.ok && document.activeElement === field) show(await answer.json());
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(ask, 120);
});
field.addEventListener("keydown", (event) => {
  const count = options().length;
  if (event.key === "Escape" && !list.hidden) {
    event.preventDefault();
    close();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) ask();
    // One place more than there are options: the field itself.
    else choose(((chosen + 1 + (event.key === "ArrowDown" ? 1 : count)) % (count + 1)) - 1);
  } else if (event.key === "Enter" && chosen >= 0 && !list.hidden) {
    event.preventDefault();
    options()[chosen].click();
  } else if (event.key === "Enter") close();
});
list.addEventListener("pointerdown", (event) => event.preventDefault());
form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close());
