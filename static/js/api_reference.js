// Draws the API's document with the reference page's own library (Swagger UI, from django-ninja's package).

const place = document.querySelector("#reference");

window.SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  // A key is typed for trying things out; it is gone with the page.
  persistAuthorization: false,
  // Nothing is fetched from anybody else's host.
  validatorUrl: null,
});
