// Rows of attributes: one more, one less, and the values and kind that go with a name.
"use strict";
{
  function suggest(row) {
    const [name, value] = row.querySelectorAll("input");
    const kind = row.querySelector("select");
    const known = [...(name.list?.options ?? [])].find((option) => option.value === name.value);
    if (!known) {
      value.removeAttribute("list");
      return;
    }
    value.setAttribute("list", known.dataset.list);
    if (!value.value && [...kind.options].some((option) => option.value === known.dataset.kind)) {
      kind.value = known.dataset.kind;
    }
  }

  function addRow(box) {
    const rows = box.querySelectorAll("tbody tr");
    const row = rows[rows.length - 1].cloneNode(true);
    row.hidden = false;
    row.querySelectorAll("input").forEach((input) => {
      input.value = "";
      if (input.id) {
        input.id = input.id.replace(/-\d+-name$/, `-${rows.length}-name`);
      }
    });
    row.querySelectorAll("input")[1].removeAttribute("list");
    row.querySelector("select").selectedIndex = 0;
    box.querySelector("tbody").append(row);
    row.querySelector("input").focus();
  }

  // A row stays in the form, empty, so that the others keep their order; empty ones count nothing.
  function removeRow(row) {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.querySelectorAll("input").forEach((input) => {
      input.value = "";
    });
    row.hidden = true;
    (next?.querySelector("input:not([hidden])") ?? row.closest(".attributes").querySelector(".attributes-add")).focus();
  }

  document.querySelectorAll(".attributes").forEach((box) => {
    const [remove, add] = box.querySelector("template").content.querySelectorAll("button");
    box.querySelectorAll("tbody tr").forEach((row) => {
      row.lastElementChild.append(remove.cloneNode(true));
    });
    box.querySelector("table").after(add.cloneNode(true));
    box.addEventListener("click", (event) => {
      if (event.target.matches(".attributes-add")) {
        addRow(box);
      } else if (event.target.matches(".attributes-remove")) {
        removeRow(event.target.closest("tr"));
      }
    });
    box.addEventListener("change", (event) => {
      if (event.target.name.endsWith("-name")) {
        suggest(event.target.closest("tr"));
      }
    });
  });
}
