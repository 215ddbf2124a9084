// Draw a frame on the photo instead of typing its numbers; letting go searches again.
const form = document.querySelector("[data-region-form]");
const frame = document.querySelector("[data-frame]");

if (form && frame) {
  const SVG = "http://www.w3.org/2000/svg";
  const SMALLEST = 5; // percent
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 100 100");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("aria-hidden", "true");
  const shade = svg.appendChild(document.createElementNS(SVG, "path"));
  const edge = svg.appendChild(document.createElementNS(SVG, "rect"));
  shade.classList.add("shade");
  edge.classList.add("edge");
  frame.append(svg);
  frame.classList.add("live");
  document.querySelector("[data-frame-hint]").hidden = false;

  const read = () => Object.fromEntries(["x", "y", "w", "h"].map((side) => [side, Number(form.elements[side].value)]));
  const write = (box) => { for (const side in box) form.elements[side].value = box[side]; };

  const show = ({ x, y, w, h }) => {
    const whole = w >= 100 && h >= 100;
    svg.toggleAttribute("hidden", whole);
    shade.setAttribute("d", `M0 0H100V100H0Z M${x} ${y}h${w}v${h}h${-w}Z`);
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) edge.setAttribute(name, value);
  };

  const at = (event) => {
    const box = frame.getBoundingClientRect();
    const percent = (value, length) => Math.min(100, Math.max(0, Math.round((100 * value) / length)));
    return { x: percent(event.clientX - box.left, box.width), y: percent(event.clientY - box.top, box.height) };
  };

  const between = (a, b) => ({
    x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y),
  });

  let start = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    start = at(event);
  });
  frame.addEventListener("pointermove", (event) => { if (start) show(between(start, at(event))); });
  frame.addEventListener("pointercancel", () => { start = null; show(read()); });
  frame.addEventListener("pointerup", (event) => {
    if (!start) return;
    const box = between(start, at(event));
    start = null;
    // A tap is no frame: back to what was searched with.
    if (box.w < SMALLEST || box.h < SMALLEST) { show(read()); return; }
    write(box);
    show(box);
    form.requestSubmit();
  });
  for (const side of ["x", "y", "w", "h"]) form.elements[side].addEventListener("input", () => show(read()));
  show(read());
}
