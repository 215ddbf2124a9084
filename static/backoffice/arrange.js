// Arranging similar items: dragging, and looking again without losing one's place on the page.
// Every button works without this script, by sending the form.
"use strict";
{
  const form = () => document.getElementById("arrange");
  const said = document.querySelector("[data-said]");
  let dragged = null;

  // Send the form and put what comes back in its place; after saving, the page begins anew.
  async function send(command) {
    const body = new FormData(form());
    body.delete("do");
    body.append("do", command);
    const focused = document.activeElement?.id;
    form().setAttribute("aria-busy", "true");
    try {
      // Not followed here: what the next page has to say would be said to nobody.
      const sent = { method: "POST", body, redirect: "manual" };
      const answer = await fetch(window.location.pathname, sent);
      if (answer.type === "opaqueredirect") {
        window.location.assign(window.location.pathname);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("arrange");
      if (!answer.ok || !fresh) {
        throw new Error(String(answer.status));
      }
      form().replaceWith(fresh);
      said.className = "visually-hidden";
      show(page.querySelector(".messagelist"));
      refocus(focused);
      said.textContent = [...fresh.querySelectorAll("#changes-heading, .change .errornote")]
        .map((each) => each.textContent.trim())
        .join(". ");
    } catch {
      // The draft stays as it is on the page, and the button can be pressed again.
      form().removeAttribute("aria-busy");
      said.className = "errornote";
      said.textContent = said.dataset.away;
    }
  }

  // Where the keyboard was; the first and the last cannot go on, and what is hidden has no buttons.
  function refocus(id) {
    const button = id && document.getElementById(id);
    const beside = button?.parentElement.querySelector("button:not(:disabled)");
    const heading = document.getElementById("changes-heading");
    (button?.disabled ? beside : (button ?? heading))?.focus();
  }

  // What the answer has to say stands where the admin always says it.
  function show(messages) {
    document.querySelector(".messagelist")?.remove();
    if (messages) {
      document.getElementById("content-main").before(messages);
    }
  }

  document.addEventListener("submit", (event) => {
    if (event.target === form() && event.submitter) {
      event.preventDefault();
      send(event.submitter.value);
    }
  });

  const slotOf = (event) => event.target.closest?.("[data-slots] .slot");

  function unmark() {
    document.querySelectorAll(".slot.over").forEach((slot) => slot.classList.remove("over"));
  }

  document.addEventListener("dragstart", (event) => {
    dragged = slotOf(event);
    if (dragged) {
      dragged.classList.add("dragged");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", dragged.dataset.product);
    }
  });

  document.addEventListener("dragover", (event) => {
    const slot = slotOf(event);
    if (dragged && slot) {
      event.preventDefault();
      unmark();
      slot.classList.add("over");
    }
  });

  document.addEventListener("drop", (event) => {
    const slot = slotOf(event);
    if (dragged && slot) {
      event.preventDefault();
      if (slot !== dragged) {
        send(`pin:${dragged.dataset.product}:${slot.dataset.place}`);
      }
    }
  });

  document.addEventListener("dragend", () => {
    unmark();
    dragged?.classList.remove("dragged");
    dragged = null;
  });
}
