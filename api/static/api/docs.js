// In a file of its own: the shop's Content-Security-Policy allows no inline scripts.
const page = document.getElementById("swagger-ui");
SwaggerUIBundle({
  dom_id: "#swagger-ui",
  url: page.dataset.schema,
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null, // would ask a server on the internet
});
