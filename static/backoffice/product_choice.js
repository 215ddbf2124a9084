// Fields in which a product is chosen: Django's own, with a small picture beside each name.
"use strict";
{
  function drawn(result) {
    const line = document.createElement("span");
    line.className = "product-choice";
    if (result.picture) {
      const picture = document.createElement("img");
      picture.src = result.picture;
      picture.alt = "";
      line.append(picture);
    }
    line.append(result.text);
    return line;
  }

  // Asked for late: which of the page's scripts comes first is not said.
  function dress(place) {
    const $ = django.jQuery;
    // A row that can be added has a pattern, which stays as it is.
    const selects = $(place).find(".product-autocomplete").not("[name*=__prefix__]");
    selects.each((_number, element) => {
      $(element).select2({
        ajax: { data: (params) => ({ term: params.term, page: params.page }) },
        templateResult: drawn,
      });
    });
  }

  document.addEventListener("DOMContentLoaded", () => dress(document));
  document.addEventListener("formset:added", (event) => dress(event.target));
}
