// When a request of htmx does not arrive, or is answered with an error: an alert above the place, the person's text untouched,
// and another try after 10, 30 and then every 60 seconds. The words stand in <template> elements in base.html.
const PAUSES = [10, 30, 60];
const troubles = new Map();

export function watchTrouble() {
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => report(event.detail));
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) settle(event.detail.requestConfig.elt);
  });
}

function report({ requestConfig, target, xhr }) {
  const status = xhr?.status ?? 0;
  const source = requestConfig.elt;
  const tries = troubles.get(source)?.tries ?? 0;
  settle(source);
  const wait = status === 0 || status === 429 || status >= 500;
  const kind = wait ? (requestConfig.verb === "get" ? "not-loaded" : "not-saved") : status === 401 ? "signed-out" : "refused";
  const alert = document.getElementById(`alert-${kind}`).content.firstElementChild.cloneNode(true);
  const trouble = { alert, tries: tries + 1 };
  troubles.set(source, trouble);
  if (target.matches(".mo-save")) target.textContent = wait ? "Not saved, trying again" : "Not saved";
  place(alert, target);
  const link = alert.querySelector("a[data-return]");
  if (link) link.href += `?next=${encodeURIComponent(location.pathname + location.search)}`;
  if (!wait) return;
  const seconds = PAUSES[Math.min(tries, PAUSES.length - 1)];
  alert.querySelector("[data-seconds]").textContent = seconds;
  const again = () => retry(source, requestConfig, trouble);
  alert.querySelector("button").addEventListener("click", again);
  trouble.timer = setTimeout(again, seconds * 1000);
}

function place(alert, target) {
  const main = document.getElementById("main-content");
  const spot = target.closest("table, form, section, .mo-card, [id=work]") ?? target;
  if (spot === main || !main.contains(spot)) main.prepend(alert);
  else spot.before(alert);
}

function retry(source, requestConfig, trouble) {
  clearTimeout(trouble.timer);
  if (!source.isConnected) return settle(source);
  htmx.ajax(requestConfig.verb, requestConfig.path, { source, target: requestConfig.target });
}

function settle(source) {
  const trouble = troubles.get(source);
  if (!trouble) return;
  clearTimeout(trouble.timer);
  trouble.alert.remove();
  troubles.delete(source);
}
