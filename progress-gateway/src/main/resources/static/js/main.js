/** Puts the page together: which view the address names, the connection's state, the dialog. */
import { say } from "./format.js";
import { Live } from "./live.js";
import { showScanList } from "./scan-list.js";
import { showScan } from "./scan-view.js";
import { openStartDialog } from "./start-dialog.js";
import { strings } from "./strings.js";

const content = document.getElementById("content");
const connection = document.getElementById("connection");
const retry = document.getElementById("retry");
const newScan = document.getElementById("new-scan");
const live = new Live();
let leave = () => {};

say(newScan, strings.newScan);
say(retry, strings.retryNow);
newScan.addEventListener("click", () => openStartDialog());
retry.addEventListener("click", () => live.now());

function showConnection() {
  const text = strings.connection[live.state];
  connection.dataset.state = live.state;
  say(connection, typeof text === "function" ? text(live.secondsToRetry()) : text);
  retry.hidden = live.state !== "waiting" && live.state !== "polling";
}
live.addEventListener("state", showConnection);
showConnection();

function route() {
  leave();
  const scan = /^#\/scans\/([^/?]+)/.exec(location.hash);
  leave = scan ? showScan(content, live, decodeURIComponent(scan[1]), openStartDialog) : showScanList(content, live);
}
addEventListener("hashchange", () => {
  route();
  content.focus({ preventScroll: true });
  scrollTo(0, 0);
});
route();
