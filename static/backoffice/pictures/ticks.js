// One box ticks all fillers of the page.
"use strict";
{
  const all = document.querySelector(".tick-all");
  if (all) {
    all.hidden = false;
    document.querySelector(".tick-all-words").hidden = false;
    all.addEventListener("change", () => {
      document.querySelectorAll('input[name="group"]').forEach((box) => (box.checked = all.checked));
    });
  }
}
