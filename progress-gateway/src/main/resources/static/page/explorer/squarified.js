/**
 * The layout of squarified treemaps, by d3-hierarchy. As modules it is thirty small files; its one file is a script that leaves
 * its functions in `d3`.
 */
import "d3-hierarchy";

/** @type {typeof import("d3-hierarchy")} */
const d3 = /** @type {any} */ (globalThis).d3;

export const { hierarchy, treemap, treemapSquarify } = d3;
