// Runs before the page is drawn, so that the menu does not first open and then fold: GOV.UK Frontend looks for these classes.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
