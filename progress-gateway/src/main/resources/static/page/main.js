/**
 * Begins with what the address needs, all at once: the modules of the first view are named in the document and on their way; those
 * that are wanted next, mostly a scan's views, are fetched beside them where a scan is named, else when the first view is there.
 */
const NEXT_MS = 1000;

function views() {
  const modules = /** @type {HTMLTemplateElement} */ (document.getElementById("next-modules"));
  document.head.append(modules.content);
  return Promise.all([import("./scan/scan-page.js"), import("./explorer/tree-explorer.js")]);
}

function begin() {
  const named = location.hash.startsWith("#/scans/");
  if (named) views();
  import("./begin.js").then(() => named || setTimeout(views, NEXT_MS));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
