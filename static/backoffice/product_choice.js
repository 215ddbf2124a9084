// Fields in which a product is chosen: Django's own, with a small picture beside each name.
"use strict";
{
  const $ = django.jQuery;

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

  function dress(selects) {
    selects.each((_number, element) => {
      $(element).select2({
        ajax: { data: (params) => ({ term: params.term, page: params.page }) },
        templateResult: drawn,
      });
    });
  }

  // A row that can be added has a pattern, which stays as it is.
  $(() => dress($(".product-autocomplete").not("[name*=__prefix__]")));
  document.addEventListener("formset:added", (event) => {
    dress($(event.target).find(".product-autocomplete"));
  });
}
