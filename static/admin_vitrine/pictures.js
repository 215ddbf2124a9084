// Show the pictures that were chosen before they are sent, and say which are too big to be.
"use strict";
{
  const MAX_BYTES = 10 * 1024 * 1024;

  function showChosen(input) {
    const row = input.closest("td, .form-row > div, .form-row");
    row.querySelector(".chosen-pictures")?.remove();
    const list = document.createElement("ul");
    list.className = "chosen-pictures";
    for (const file of input.files) {
      const item = document.createElement("li");
      const image = document.createElement("img");
      image.alt = "";
      image.src = URL.createObjectURL(file);
      image.addEventListener("load", () => URL.revokeObjectURL(image.src));
      image.addEventListener("error", () => image.remove());
      const name = document.createElement("span");
      name.textContent = file.name;
      if (file.size > MAX_BYTES) {
        name.className = "too-big";
        name.textContent += ": over 10 MB";
      }
      item.append(image, name);
      list.append(item);
    }
    if (input.files.length) {
      row.append(list);
    }
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches('input[type="file"]')) {
      showChosen(event.target);
    }
  });
}
