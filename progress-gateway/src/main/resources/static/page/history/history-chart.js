/**
 * The line of a directory's growth: bytes and files over time. The library's style sheet is fetched with its code; colours are
 * those of the page's theme, drawn anew when it changes.
 */
import uPlot from "uplot";
import { element } from "../../progress/dom.js";
import { bytes, count, time } from "../../words/format.js";
import { strings } from "../../words/strings.js";

/** @typedef {import("../../http/types.js").PastScan} PastScan */

const STYLES = "/webjars/uplot/dist/uPlot.min.css";
const HEIGHT = 240;
/** Steps of the axes: from a second to a year; even numbers of KiB, MiB and so on, and of files. */
const TIMES = [1, 5, 15, 60, 300, 900, 3600, 21_600, 86_400, 604_800, 2_592_000, 7_776_000, 31_536_000];
const BINARY = Array.from({ length: 62 }, (_, i) => 2 ** i);
const WHOLE = Array.from({ length: 12 }, (_, i) => [1, 2, 5].map((n) => n * 10 ** i)).flat();

/** @param {HTMLElement} place @param {PastScan[]} scans oldest first @returns {() => void} takes it away */
export function drawHistory(place, scans) {
  if (!document.querySelector(`link[href="${STYLES}"]`)) document.head.append(element("link", { rel: "stylesheet", href: STYLES }));
  const light = matchMedia("(prefers-color-scheme: light)");
  let plot = draw(place, scans);
  const again = () => {
    plot.destroy();
    plot = draw(place, scans);
  };
  const resized = new ResizeObserver(() => plot.setSize({ width: place.clientWidth, height: HEIGHT }));
  resized.observe(place);
  light.addEventListener("change", again);
  return () => {
    resized.disconnect();
    light.removeEventListener("change", again);
    plot.destroy();
  };
}

/** @param {HTMLElement} place @param {PastScan[]} scans */
function draw(place, scans) {
  const theme = getComputedStyle(place);
  /** @param {string} name */
  const token = (name) => theme.getPropertyValue(`--${name}`).trim();
  const font = `12px ${theme.fontFamily}`;
  const axis = { stroke: token("faint"), font, grid: { stroke: token("line"), width: 1 }, ticks: { show: false } };
  /** @param {string} scale @param {(value: number) => string} text @param {number} side @returns {uPlot.Axis} */
  const amounts = (scale, text, side) => ({
    ...axis, scale, side, size: 74, values: (_, splits) => splits.map(text), grid: side === 3 ? axis.grid : { show: false },
  });
  const words = strings.root;
  const times = scans.map((scan) => scan.startedAt ?? scan.finishedAt ?? 0);
  const span = (times.at(-1) ?? 0) - times[0];
  const points = { show: true, size: 7 };
  return new uPlot(
    {
      width: place.clientWidth,
      height: HEIGHT,
      legend: { show: false },
      cursor: { drag: { x: false, y: false } },
      scales: {
        x: { range: (_, from, to) => (from === to ? [from - 3600, to + 3600] : [from - (to - from) * 0.04, to + (to - from) * 0.04]) },
        bytes: { range: (_, __, most) => [0, most * 1.1 || 1] },
        files: { range: (_, __, most) => [0, most * 1.1 || 1] },
      },
      axes: [
        { ...axis, space: 90, incrs: TIMES, values: (_, splits) => splits.map((at) => moment(at, span)) },
        { ...amounts("bytes", (value) => bytes(value).replace(/\.0+(?= )/, ""), 3), incrs: BINARY },
        { ...amounts("files", count, 1), incrs: WHOLE },
      ],
      series: [
        {},
        { label: words.bytes, scale: "bytes", stroke: token("accent"), width: 2, points: { ...points, fill: token("accent") } },
        { label: words.files, scale: "files", stroke: token("good"), width: 2, dash: [6, 4], points: { ...points, fill: token("panel") } },
        { label: words.bound, scale: "bytes", stroke: token("warn"), width: 2, paths: () => null, points: { show: true, size: 12, fill: "transparent" } },
      ],
      hooks: { setCursor: [(plot) => tell(place, scans[plot.cursor.idx ?? -1])] },
    },
    [
      times,
      scans.map((scan) => scan.bytes),
      scans.map((scan) => scan.files),
      scans.map((scan) => (scan.partial ? scan.bytes : null)),
    ],
    place,
  );
}

/** What the scan below the pointer found. @param {HTMLElement} place @param {PastScan | undefined} scan */
function tell(place, scan) {
  place.title = scan ? `${time(scan.startedAt)}: ${bytes(scan.bytes)}, ${strings.files(count(scan.files))}` : "";
}

/** As much of a time as tells it from others. @param {number} seconds @param {number} span of all times, in seconds */
function moment(seconds, span) {
  const date = new Date(seconds * 1000);
  return span < 2 * 86_400
    ? date.toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", second: span < 300 ? "2-digit" : undefined, hour12: false })
    : date.toLocaleDateString("en", { day: "numeric", month: "short", year: span > 200 * 86_400 ? "numeric" : undefined });
}
