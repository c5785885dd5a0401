/**
 * Begins with what the address needs, all at once: the modules of the first view are named in the document and on their way; those
 * that are wanted next, mostly a scan's views, are fetched beside them where a scan is named, else when the first view is there.
 */
const NEXT_MS = 250;

/** @param {string} id */
const kept = (id) => /** @type {HTMLTemplateElement} */ (document.getElementById(id)).content;

function views() {
  document.head.append(kept("next-modules"));
  // Whoever shows a view asks for it again, and tells if it cannot be had.
  Promise.all([import("./scan/scan-page.js"), import("./explorer/tree-explorer.js")]).catch(() => {});
}

function begin() {
  const named = location.hash.startsWith("#/scans/");
  if (named) views();
  import("./begin.js").then(() => named || setTimeout(views, NEXT_MS), () => document.body.append(kept("not-loaded")));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
