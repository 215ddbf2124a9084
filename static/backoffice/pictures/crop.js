// The part of a picture that stays is chosen by dragging over it; the fields follow, and lead.
"use strict";
{
  const stage = document.querySelector(".crop-stage");
  const form = document.querySelector(".crop-form");
  const image = stage.querySelector("img");
  const frame = document.createElement("div");
  const fields = ["left", "top", "right", "bottom"].map((name) => form.elements[name]);

  function show() {
    const [left, top, right, bottom] = fields.map((field) => Number(field.value));
    frame.style.left = `${left}%`;
    frame.style.top = `${top}%`;
    frame.style.width = `${Math.max(0, right - left)}%`;
    frame.style.height = `${Math.max(0, bottom - top)}%`;
  }

  function at(event) {
    const box = image.getBoundingClientRect();
    const share = (value, from, size) => Math.max(0, Math.min(100, (100 * (value - from)) / size));
    return [share(event.clientX, box.left, box.width), share(event.clientY, box.top, box.height)];
  }

  frame.className = "crop-frame";
  image.after(frame);
  image.draggable = false;
  form.querySelector(".crop-hint").textContent = stage.dataset.hint;
  form.addEventListener("input", show);
  show();

  stage.addEventListener("pointerdown", (down) => {
    const [x, y] = at(down);
    stage.setPointerCapture(down.pointerId);
    const follow = (event) => {
      const [toX, toY] = at(event);
      const edges = [Math.min(x, toX), Math.min(y, toY), Math.max(x, toX), Math.max(y, toY)];
      fields.forEach((field, index) => (field.value = edges[index].toFixed(1)));
      show();
    };
    stage.addEventListener("pointermove", follow);
    stage.addEventListener("pointerup", () => stage.removeEventListener("pointermove", follow), { once: true });
  });
}
