// While a request runs: the target is marked busy, an autosave says "Saving…", a form is sent once, the title tells of errors.
const ERROR = "Error: ";

export function watchRequests() {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const target = event.detail.target;
    target.setAttribute("aria-busy", "true");
    if (target.matches(".mo-save")) target.textContent = "Saving…";
  });
  document.addEventListener("htmx:afterRequest", (event) => event.detail.target.removeAttribute("aria-busy"));
  document.addEventListener("htmx:afterSwap", (event) => markTitle(event.detail.xhr.status === 422));
  document.addEventListener("submit", sendOnce);
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
}

function markTitle(wrong) {
  const plain = document.title.startsWith(ERROR) ? document.title.slice(ERROR.length) : document.title;
  document.title = wrong ? ERROR + plain : plain;
}

// htmx has prevented the default for its own forms by now; those name what to disable in hx-disabled-elt.
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "true";
}
