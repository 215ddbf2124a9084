// In a file of its own: the shop's Content-Security-Policy allows no inline scripts.
const page = document.getElementById("swagger-ui");

// Swagger UI would fill every example in, and nobody looks for all of them at once.
function tellExamples(spec) {
  for (const operations of Object.values(spec.paths)) {
    for (const operation of Object.values(operations)) {
      for (const parameter of operation.parameters ?? []) {
        if (!parameter.required && "example" in parameter) {
          parameter.description = `${parameter.description ?? ""} Such as \`${parameter.example}\`.`;
          delete parameter.example;
        }
      }
    }
  }
  return spec;
}

fetch(page.dataset.schema)
  .then((response) => response.json())
  .then((spec) =>
    SwaggerUIBundle({
      dom_id: "#swagger-ui",
      spec: tellExamples(spec),
      deepLinking: true,
      displayRequestDuration: true,
      tryItOutEnabled: true,
      validatorUrl: null, // would ask a server on the internet
    }),
  );
