// What the widgets say, in the languages that the shop's own pages have.
const WORDS = {
  en: {
    similar: "Looks like this",
    previous: "Previous",
    next: "Next",
    nothing: "Nothing similar was found.",
    soldOut: "Sold out",
    choose: "Search with a photo",
    hint: "or drop or paste one here",
    kept: "Your photo is used for this search alone and forgotten within 15 minutes.",
    searching: "Searching …",
    found: (count) => (count === 1 ? "1 product found." : `${count} products found.`),
    nothingClose: "Nothing comes close to your photo.",
    failed: "That did not work. Please try again.",
    photo: "Your photo",
    part: (number) => `Search with part ${number} of the photo`,
    whole: "Whole photo",
    forget: "Forget my photo",
    forgotten: "Your photo is forgotten.",
  },
  de: {
    similar: "Sieht ähnlich aus",
    previous: "Zurück",
    next: "Weiter",
    nothing: "Nichts Ähnliches gefunden.",
    soldOut: "Ausverkauft",
    choose: "Mit einem Foto suchen",
    hint: "oder hierher ziehen oder einfügen",
    kept: "Ihr Foto dient nur dieser Suche und ist nach spätestens 15 Minuten vergessen.",
    searching: "Suche läuft …",
    found: (count) => (count === 1 ? "1 Produkt gefunden." : `${count} Produkte gefunden.`),
    nothingClose: "Nichts kommt Ihrem Foto nahe.",
    failed: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
    photo: "Ihr Foto",
    part: (number) => `Mit Teil ${number} des Fotos suchen`,
    whole: "Ganzes Foto",
    forget: "Mein Foto vergessen",
    forgotten: "Ihr Foto ist vergessen.",
  },
  ar: {
    similar: "منتجات مشابهة",
    previous: "السابق",
    next: "التالي",
    nothing: "لم يُعثر على منتجات مشابهة.",
    soldOut: "نفدت الكمية",
    choose: "ابحث بصورة",
    hint: "أو أفلت صورة هنا أو ألصقها",
    kept: "تُستخدم صورتك لهذا البحث فقط وتُحذف خلال 15 دقيقة.",
    searching: "جارٍ البحث…",
    found: (count) => `عدد المنتجات: ${count}`,
    nothingClose: "لا يوجد ما يقترب من صورتك.",
    failed: "تعذّر ذلك. يرجى المحاولة مرة أخرى.",
    photo: "صورتك",
    part: (number) => `ابحث بالجزء ${number} من الصورة`,
    whole: "الصورة كاملة",
    forget: "احذف صورتي",
    forgotten: "حُذفت صورتك.",
  },
};

// The element's own `lang`, or that of what it stands in: the words, how money is written, and in
// which of the shop's languages its products are named.
function languageOf(element) {
  const tag = element.closest("[lang]")?.getAttribute("lang") || "en";
  const short = tag.toLowerCase().split("-")[0];
  const known = short in WORDS ? short : "en";
  const shops = LANGUAGES.find((each) => each === tag.toLowerCase()) || LANGUAGES.find((each) => each === short);
  return { tag, words: WORDS[known], direction: known === "ar" ? "rtl" : "ltr", shops: shops || LANGUAGES[0] };
}

function money(price, currency, tag) {
  try {
    return new Intl.NumberFormat(tag, { style: "currency", currency }).format(price);
  } catch {
    return `${price} ${currency}`; // a `lang` that is none
  }
}
