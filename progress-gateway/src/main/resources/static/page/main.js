/**
 * Begins with what the address needs, all at once: the modules of the first view are named in the document and on their way; those
 * that are wanted next, mostly a scan's views, are fetched beside them where a scan is named, else when the first view is there.
 */
const NEXT_MS = 250;
const TRIES = 4;
const AGAIN_MS = 500;

/** @param {string} id */
const kept = (id) => /** @type {HTMLTemplateElement} */ (document.getElementById(id)).content;

function views() {
  document.head.append(kept("next-modules"));
  // Whoever shows a view asks for it again, and tells if it cannot be had.
  Promise.all([import("./scan/scan-page.js"), import("./explorer/tree-explorer.js")]).catch(() => {});
}

/** The first view; a file that could not be fetched is asked for again. @param {number} tries @returns {Promise<unknown>} */
function first(tries) {
  return import("./begin.js").catch((e) => {
    if (tries === 1) throw e;
    return new Promise((wait) => setTimeout(wait, AGAIN_MS)).then(() => first(tries - 1));
  });
}

function begin() {
  const named = location.hash.startsWith("#/scans/");
  if (named) views();
  first(TRIES).then(() => named || setTimeout(views, NEXT_MS), () => document.body.append(kept("not-loaded")));
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
