// The products of a look are dragged into order, or moved by buttons; without this script by number.
"use strict";
{
  const rows = () => [...document.querySelectorAll(".look-items tr.form-row:not(.empty-form)")];

  function number() {
    rows().forEach((row, place) => {
      const field = row.querySelector(".field-position input");
      if (field) {
        field.value = place + 1;
      }
    });
  }

  function move(row, step) {
    const all = rows();
    const other = all[all.indexOf(row) + step];
    if (other) {
      other[step < 0 ? "before" : "after"](row);
      number();
    }
  }

  function button(words, name, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.setAttribute("aria-label", name);
    made.addEventListener("click", () => press(made));
    return made;
  }

  const mover = (step) => (made) => {
    move(made.closest("tr"), step);
    made.focus();
  };

  function dress(row) {
    const cell = row.querySelector(".field-position");
    if (!cell?.querySelector("input") || cell.querySelector("button")) {
      return;
    }
    const { up, down } = document.querySelector("[data-suggestions]")?.dataset ?? {};
    cell.append(button("↑", up, mover(-1)), button("↓", down, mover(1)));
    const handle = row.querySelector(".field-picture");
    if (handle) {
      handle.draggable = true;
    }
  }

  let dragged = null;
  document.addEventListener("dragstart", (event) => {
    dragged = event.target.closest?.(".look-items .field-picture")?.closest("tr") ?? null;
    event.dataTransfer?.setData("text/plain", "");
  });
  document.addEventListener("dragover", (event) => {
    const row = event.target.closest?.(".look-items tr.form-row");
    if (dragged && row && row !== dragged) {
      event.preventDefault();
      const all = rows();
      row[all.indexOf(row) < all.indexOf(dragged) ? "before" : "after"](dragged);
    }
  });
  document.addEventListener("drop", (event) => dragged && event.preventDefault());
  document.addEventListener("dragend", () => {
    if (dragged) {
      number();
    }
    dragged = null;
  });

  document.addEventListener("formset:added", (event) => {
    dress(event.target);
    number();
  });

  // Suggestions for what is chosen and not saved yet.
  function offer(box) {
    const again = button(box.dataset.again, box.dataset.again, async () => {
      const asked = new URLSearchParams();
      rows().forEach((row) => {
        const chosen = row.querySelector("select[name$=-product]")?.value;
        if (chosen) {
          asked.append("product", chosen);
        }
      });
      box.setAttribute("aria-busy", "true");
      const answer = await fetch(`${box.dataset.suggestions}?${asked}`);
      if (answer.ok && !answer.redirected) {
        box.innerHTML = await answer.text();
      }
      box.removeAttribute("aria-busy");
    });
    again.className = "button";
    box.after(again);
  }

  document.addEventListener("DOMContentLoaded", () => {
    rows().forEach(dress);
    document.querySelectorAll("[data-suggestions]").forEach(offer);
  });
}
