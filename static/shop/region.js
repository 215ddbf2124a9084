// Draw a frame on the photo instead of typing its numbers, or move the one that is there; letting go
// searches again.
const form = document.querySelector("[data-region-form]");
const frame = document.querySelector("[data-frame]");

if (form && frame) {
  const SMALLEST = 5; // percent
  const NEAR = 22; // px: as much as a finger needs to find a corner
  const svg = frame.querySelector("svg");
  const shade = svg.querySelector(".shade");
  const edge = svg.querySelector(".edge");
  const corners = svg.querySelector(".corners");
  frame.classList.add("live");
  document.querySelector("[data-frame-hint]").hidden = false;

  const read = () => Object.fromEntries(["x", "y", "w", "h"].map((side) => [side, Number(form.elements[side].value)]));
  const write = (box) => { for (const side in box) form.elements[side].value = box[side]; };
  const isWhole = ({ w, h }) => w >= 100 && h >= 100;

  const show = (box) => {
    const { x, y, w, h } = box;
    svg.classList.toggle("is-whole", isWhole(box));
    shade.setAttribute("d", `M0 0H100V100H0Z M${x} ${y}h${w}v${h}h${-w}Z`);
    for (const [name, value] of Object.entries({ x, y, width: w, height: h })) edge.setAttribute(name, value);
    const [across, down] = [Math.min(8, w / 3), Math.min(8, h / 3)];
    corners.setAttribute("d", [[x, y, 1, 1], [x + w, y, -1, 1], [x, y + h, 1, -1], [x + w, y + h, -1, -1]]
      .map(([left, top, right, below]) => `M${left + right * across} ${top}H${left}V${top + below * down}`).join(" "));
  };

  const at = (event) => {
    const box = frame.getBoundingClientRect();
    const percent = (value, length) => Math.min(100, Math.max(0, Math.round((100 * value) / length)));
    return { x: percent(event.clientX - box.left, box.width), y: percent(event.clientY - box.top, box.height) };
  };

  const between = (a, b) => ({
    x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), w: Math.abs(a.x - b.x), h: Math.abs(a.y - b.y),
  });

  // What a pull that begins here does to the frame: a function of where it has come to.
  const grasp = (from) => {
    const box = read();
    if (isWhole(box)) return (to) => between(from, to);
    const { width, height } = frame.getBoundingClientRect();
    for (const [x, y] of [[box.x, box.y], [box.x + box.w, box.y], [box.x, box.y + box.h], [box.x + box.w, box.y + box.h]]) {
      const isNear = Math.hypot(((from.x - x) * width) / 100, ((from.y - y) * height) / 100) < NEAR;
      const opposite = { x: 2 * box.x + box.w - x, y: 2 * box.y + box.h - y };
      if (isNear) return (to) => between(opposite, to);
    }
    const inside = from.x > box.x && from.x < box.x + box.w && from.y > box.y && from.y < box.y + box.h;
    if (!inside) return (to) => between(from, to);
    const within = (value, length) => Math.min(100 - length, Math.max(0, value));
    return (to) => ({
      ...box, x: within(box.x + to.x - from.x, box.w), y: within(box.y + to.y - from.y, box.h),
    });
  };

  let pull = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    frame.setPointerCapture(event.pointerId);
    pull = grasp(at(event));
  });
  frame.addEventListener("pointermove", (event) => { if (pull) show(pull(at(event))); });
  frame.addEventListener("pointercancel", () => { pull = null; show(read()); });
  frame.addEventListener("pointerup", (event) => {
    if (!pull) return;
    const [before, box] = [read(), pull(at(event))];
    pull = null;
    // A tap is no frame: back to what was searched with.
    const same = Object.keys(box).every((side) => box[side] === before[side]);
    if (same || box.w < SMALLEST || box.h < SMALLEST) { show(before); return; }
    write(box);
    show(box);
    form.requestSubmit();
  });
  for (const side of ["x", "y", "w", "h"]) form.elements[side].addEventListener("input", () => show(read()));
  show(read());
}
