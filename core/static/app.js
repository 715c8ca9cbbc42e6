// What the pages need beyond plain HTML. Each file in js/ is one concern; every page works without any of them.
import { initAll } from "./vendor/govuk-frontend-6.6.0/govuk-frontend.min.js";
import { watchFocus } from "./js/focus.js";
import { watchPrint } from "./js/print.js";
import { watchRequests } from "./js/requests.js";
import { watchTrouble } from "./js/trouble.js";
import { watchUnsaved } from "./js/unsaved.js";
import { fold } from "./js/narrow.js";

initAll();
fold(document);

document.addEventListener("htmx:load", (event) => {
  const arrived = event.detail.elt;
  if (arrived === document.body) return;
  initAll({ scope: arrived });
  fold(arrived);
});

watchFocus();
watchPrint();
watchRequests();
watchTrouble();
watchUnsaved();
