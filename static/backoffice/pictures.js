// Show the pictures that were chosen before they are sent, and say which are too big to be.
"use strict";
{
  function showChosen(input) {
    const row = input.closest("td, .form-row > div, .form-row");
    row.querySelector(".chosen-pictures")?.remove();
    const { maxBytes, maxFiles, tooMany, tooBig } = input.dataset;
    const list = document.createElement("ul");
    list.className = "chosen-pictures";
    if (input.files.length > maxFiles) {
      const note = document.createElement("li");
      note.className = "too-big";
      note.textContent = tooMany.replace("{count}", input.files.length);
      list.append(note);
    }
    for (const file of input.files) {
      const item = document.createElement("li");
      const image = document.createElement("img");
      image.alt = "";
      image.src = URL.createObjectURL(file);
      image.addEventListener("load", () => URL.revokeObjectURL(image.src));
      image.addEventListener("error", () => image.remove());
      const name = document.createElement("span");
      name.textContent = file.name;
      if (file.size > maxBytes) {
        name.className = "too-big";
        name.textContent += `: ${tooBig}`;
      }
      item.append(image, name);
      list.append(item);
    }
    if (input.files.length) {
      row.append(list);
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches('input[type="file"][data-max-bytes]')) {
      showChosen(event.target);
    }
  });
}
