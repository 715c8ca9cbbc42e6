// Where the keyboard's focus goes after a piece of the page is swapped. The server may say, with
// HX-Trigger-After-Settle: {"mo:focus": "#id"}; otherwise, if the focused control is gone, the new piece's heading takes it.
let before = null;

export function watchFocus() {
  document.addEventListener("mo:focus", (event) => focus(document.querySelector(event.detail.value)));
  document.addEventListener("htmx:beforeSwap", () => {
    before = document.activeElement;
  });
  document.addEventListener("htmx:afterSettle", (event) => setTimeout(() => recover(event.detail.elt)));
}

function recover(piece) {
  const lost = before && before !== document.body && !before.isConnected;
  if (!lost || document.activeElement !== document.body) return;
  focus(piece.querySelector("h1, h2, h3") ?? piece.closest("section, main")?.querySelector("h1, h2, h3"));
}

function focus(element) {
  if (!element) return;
  if (!element.matches("a[href], button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
  element.focus();
}
