// Thumbnails turn the gallery to their picture without moving the page; swiping marks the thumbnail.
for (const gallery of document.querySelectorAll("[data-gallery]")) {
  const track = gallery.querySelector("[data-track]");
  const thumbs = [...gallery.querySelectorAll("[data-thumb]")];
  if (!track || !thumbs.length) continue;

  const mark = (index) => {
    thumbs.forEach((thumb, other) => {
      if (other === index) thumb.setAttribute("aria-current", "true");
      else thumb.removeAttribute("aria-current");
    });
  };

  thumbs.forEach((thumb, index) => {
    thumb.addEventListener("click", (event) => {
      event.preventDefault();
      track.scrollTo({ left: index * track.clientWidth });
      mark(index);
    });
  });

  const seen = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) mark([...track.children].indexOf(entry.target));
      }
    },
    { root: track, threshold: 0.6 },
  );
  for (const picture of track.children) seen.observe(picture);
}
