// Drop, preview, and shrink a photo before it is sent: phones take more megapixels than are needed.
const LONGER_SIDE = 1600; // px; the shop keeps 1,024
const SMALL_ENOUGH = 1_500_000; // bytes

async function shrink(file) {
  if (!file.type.startsWith("image/") || file.type === "image/gif") return file;
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const ratio = Math.min(1, LONGER_SIDE / Math.max(bitmap.width, bitmap.height));
  if (ratio === 1 && file.size < SMALL_ENOUGH) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * ratio));
  canvas.height = Math.max(1, Math.round(bitmap.height * ratio));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // what the shop, too, puts behind transparent pictures
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  return blob ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
}

for (const form of document.querySelectorAll("[data-photo-form]")) {
  const zone = form.querySelector("[data-dropzone]");
  const input = form.querySelector("input[type=file]");
  const preview = form.querySelector("[data-preview]");
  const button = form.querySelector("[data-submit]");
  zone.classList.add("live");
  form.querySelector("[data-drop-hint]").hidden = !matchMedia("(pointer: fine)").matches;
  let ready = Promise.resolve();
  let shown = "";

  const give = (file) => {
    const files = new DataTransfer();
    files.items.add(file);
    input.files = files.files;
  };

  const take = async () => {
    const chosen = input.files[0];
    if (!chosen) return;
    const file = await shrink(chosen).catch(() => chosen); // the shop knows formats that browsers do not
    if (input.files[0] !== chosen) return; // another one was chosen meanwhile
    if (file !== chosen) give(file);
    URL.revokeObjectURL(shown);
    shown = URL.createObjectURL(file);
    preview.src = shown;
    preview.onload = () => { preview.hidden = false; };
    preview.onerror = () => { preview.hidden = true; };
    const choose = form.querySelector("[data-choose]");
    choose.textContent = choose.dataset.chooseAgain;
  };

  input.addEventListener("change", () => { ready = take(); });

  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("over"); });
  }
  for (const name of ["dragleave", "drop"]) {
    zone.addEventListener(name, () => zone.classList.remove("over"));
  }
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    const file = event.dataTransfer.files[0];
    if (file) { give(file); ready = take(); }
  });

  let sending = false;
  const idle = button.textContent;
  form.addEventListener("submit", async (event) => {
    if (sending || !input.files.length) return;
    event.preventDefault();
    sending = true;
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.busy;
    await ready;
    form.submit();
  });
  // Coming back with the browser's button: the form is as it was left.
  addEventListener("pageshow", () => {
    sending = false;
    button.removeAttribute("aria-busy");
    button.textContent = idle;
  });
}
