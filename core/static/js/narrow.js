// On a narrow screen: filters start closed, a picture's table starts open, and a picture starts at its newest end.
const NARROW = "(max-width: 900px)";

export function fold(scope) {
  for (const picture of scope.querySelectorAll("[data-scroll-end]")) picture.scrollLeft = picture.scrollWidth;
  if (!matchMedia(NARROW).matches) return;
  for (const details of scope.querySelectorAll("details[data-close-narrow]")) details.open = false;
  for (const details of scope.querySelectorAll("details[data-open-narrow]")) details.open = true;
}
