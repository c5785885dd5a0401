/**
 * What the treemap's colours mean: the family of a file's type, its age when it was scanned, or how a directory has grown since
 * an older scan. All are light enough for dark letters. Colour is never alone: cells have labels, and the table has the numbers.
 */
import { strings } from "../../words/strings.js";
import { isDirectory } from "./entry-words.js";

/** @typedef {import("../../http/types.js").Entry} Entry @typedef {{name: string, colour: string}} Shade */

export const INK = "#0d1318";
const DAY = 86_400;
const words = strings.explorer.shades;

const SHADES = {
  images: "#64a9d8", video: "#a398e6", scenes: "#dda255", caches: "#58b79a", textures: "#cd8cc0", documents: "#b9b168",
  archives: "#dd8b73", other: "#a3adb7", directory: "#8796a5",
  week: "#f0c878", month: "#d9b57a", quarter: "#b8ab8a", year: "#9aa69c", older: "#7ba0b4", oldest: "#6b93c4", unknown: "#98a0a8",
  added: "#c98fe0", muchGrown: "#ee8378", grown: "#e5ad6d", same: "#98a4ae", shrunk: "#66b28d", notKnown: "#b5b5a5",
};
/** @typedef {keyof typeof SHADES} ShadeName @typedef {{bytes: number | null, before: number | null, change: string}} Growth */

/** @type {Record<string, ShadeName[]>} */
const LEGENDS = {
  type: ["images", "video", "scenes", "caches", "textures", "documents", "archives", "other", "directory"],
  age: ["week", "month", "quarter", "year", "older", "oldest", "unknown"],
  growth: ["added", "muchGrown", "grown", "same", "shrunk", "notKnown"],
};

/** @type {Map<string, ShadeName>} */
const FAMILIES = new Map(Object.entries({
  images: "exr dpx tif tiff png jpg jpeg cin hdr tga psd psb gif webp sgi rgb cr2 cr3 nef arw dng heic svg iff bmp",
  video: "mov mp4 mxf avi mkv r3d ari braw webm m4v wav aif aiff mp3 flac aac",
  scenes: "ma mb nk hip hiplc hipnc blend max c4d ztl spp aep prproj usd usda usdc usdz fbx obj gltf glb katana rv ttf otf",
  caches: "abc vdb bgeo sc sim geo ass rib cache bin dat db sqlite pack",
  textures: "tx tex rat sbsar sbs ptex ptx dds ktx",
  documents: "txt md json xml yaml yml csv log py js ts java c h cpp hpp go rs html css pdf doc docx xls xlsx ppt pptx sh mel vex glsl",
  archives: "zip tar gz tgz bz2 xz zst 7z rar iso dmg deb rpm jar",
}).flatMap(([family, list]) => list.split(" ").map((extension) => /** @type {[string, ShadeName]} */ ([extension, family]))));

/** @param {Entry} entry @returns {ShadeName} */
function familyOf(entry) {
  if (isDirectory(entry)) return "directory";
  for (const part of entry.name.toLowerCase().split(".").slice(1).reverse()) {
    const family = FAMILIES.get(part);
    if (family) return family;
    if (!/^(bak|autosave|old|tmp|part|\d+)$/.test(part)) return "other";
  }
  return "other";
}

/** @param {number | null} mtime @param {number} now when it was scanned @returns {ShadeName} */
function ageOf(mtime, now) {
  if (mtime === null) return "unknown";
  const days = (now - mtime) / DAY;
  return days < 7 ? "week" : days < 30 ? "month" : days < 90 ? "quarter" : days < 365 ? "year" : days < 1095 ? "older" : "oldest";
}

/** @param {Growth | undefined} growth @returns {ShadeName} */
function growthOf(growth) {
  if (!growth) return "same";
  if (growth.change === "added" || growth.change === "moved") return "added";
  if (growth.bytes === null) return "notKnown";
  if (growth.bytes === 0) return "same";
  if (growth.bytes < 0) return "shrunk";
  return growth.bytes > (growth.before ?? 0) * 0.2 ? "muchGrown" : "grown";
}

/** @param {string} mode @param {Entry} entry @param {number} now @param {Growth | undefined} growth @returns {Shade} */
export function shadeOf(mode, entry, now, growth) {
  const name = mode === "age" ? ageOf(entry.mtime, now) : mode === "growth" ? growthOf(growth) : familyOf(entry);
  return { name: words[name], colour: SHADES[name] };
}

/** @param {string} mode @returns {Shade[]} */
export function legendOf(mode) {
  return LEGENDS[mode].map((name) => ({ name: words[name], colour: SHADES[name] }));
}
