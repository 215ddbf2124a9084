// Photos of phones are shrunk before they are sent: the search looks at them no larger anyway.
const LONGER_SIDE = 1280; // px
const SMALL_BYTES = 300000;

// The picture upright, as far as the browser can read it; null for what only the shop can (HEIC).
async function readPhoto(file) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONGER_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = make("canvas", { part: "photo", role: "img" });
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff"; // under what can be seen through
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    return canvas;
  } catch {
    return null;
  }
}

async function toSend(file, canvas) {
  if (!canvas || file.size <= SMALL_BYTES) return file;
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  return blob && blob.size < file.size ? blob : file;
}
