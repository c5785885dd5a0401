/** Every English sentence of the page, in one place, so that another language is another file. */
export const strings = {
  newScan: "New scan",
  scans: "Scans",
  skip: "Skip to content",
  // What is wrong at present.
  viewFailed: "This part of the page failed. Reloading may help.",
  fault: "Something on this page went wrong; numbers may stand still.",
  reload: "Reload",
  dismiss: "Dismiss",
  brokerDown: "The gateway cannot reach its message broker. Stored trees can be browsed; scans cannot be started, and running ones are not followed, until it returns.",
  /** @param {string} why */
  unreachableBanner: (why) => `${why} What is shown is what was known last.`,
  /** @param {number} status */
  refused: (status) => `The gateway refused: HTTP ${status}.`,
  notAllowed: "You are not allowed to see this.",
  unknownLink: "There is nothing at this address.",
  noScans: "No scans yet.",
  tryCommand: "Start one here, or in a terminal:",
  command: "./scanfleet run DIR",
  connection: {
    live: "Live",
    connecting: "Connecting to real-time updates…",
    /** @param {{retryAt: number}} connection */
    waiting: ({ retryAt }) => `Reconnecting in ${Math.max(1, Math.ceil((retryAt - Date.now()) / 1000))} s`,
    polling: "Using polling mode",
    /** @param {{since: number}} connection */
    offline: ({ since }) => `Offline since ${new Date(since).toLocaleTimeString("en", { hour: "2-digit", minute: "2-digit", hour12: false })}`,
  },
  retryNow: "Retry now",
  /** @type {Record<string, string>} */
  status: {
    queued: "Queued", running: "Running", completed: "Completed", failed: "Failed", cancelled: "Cancelled",
  },
  /** @type {Record<string, string>} */
  phase: { queued: "queued", walking: "reading", throttled: "giving way", storing: "storing", done: "done" },
  columns: {
    scan: "Scan", status: "Status", files: "Files", size: "Size", started: "Started", took: "Took",
    name: "Name", onDisk: "On disk", modified: "Modified", note: "Note",
    agent: "Agent", path: "Path", errors: "Errors",
  },
  counting: "counting…",
  /** @param {string} files @param {string} total @param {boolean} exact */
  filesOf: (files, total, exact) => `${files} of ${exact ? "" : "about "}${total} files`,
  /** @param {string} files */
  files: (files) => `${files} files`,
  /** @type {Record<string, string>} */
  facts: {
    rate: "Rate", size: "Size", directories: "Directories", errors: "Could not be read",
    elapsed: "Elapsed", eta: "Remaining", phase: "Phase", started: "Started",
  },
  /** @param {string} rate */
  perSecond: (rate) => `${rate} files/s`,
  noCurrent: "No file yet",
  targets: "Targets",
  cancel: "Cancel",
  cancelConfirm: "Stop this scan? What was found is kept.",
  remove: "Delete",
  removeConfirm: "Delete this scan and its tree? This cannot be undone.",
  again: "Scan again",
  backToList: "All scans",
  noSuchScan: "There is no such scan. It may have been deleted.",
  unreachable: "The gateway cannot be reached.",
  tree: "Tree",
  target: "Target",
  /** @param {string} left */
  showMore: (left) => `Show more (${left} left)`,
  nothing: "Nothing here yet.",
  emptyDirectory: "Empty",
  /** @type {Record<string, string>} */
  notes: {
    partial: "partial", excluded: "passed over", otherFileSystem: "other file system", hardLink: "further name, counted elsewhere",
    symlink: "symbolic link", fifo: "pipe", socket: "socket", character_device: "device", block_device: "device", unknown: "unknown kind",
    unfinished: "being scanned",
  },
  partialNote: "Numbers are lower bounds: something was not read.",
  dialog: {
    title: "New scan", agent: "Agent", path: "Directory", label: "Label (optional)",
    exclude: "Pass over (optional, one pattern a line)", start: "Start", close: "Close",
    excludeHint: "Such as *.tmp, or **/cache/** for paths. .snapshot, .zfs and lost+found are passed over anyway.",
    crossMounts: "Enter file systems mounted below",
    chosen: "Directories to scan",
    another: "Add another directory",
    leave: "Leave out",
    /** @param {string} path */
    leaveOut: (path) => `Leave out ${path}`,
    folders: "Directories",
    /** @param {string} when */
    asOf: (when) => `Directories as the scan of ${when} found them.`,
    /** @param {string} name */
    silent: (name) => `${name} (silent)`,
    noAgents: "No agent has announced itself yet. Start one with ./scanfleet agent DIR.",
  },
  say: {
    /** @param {number} percent */
    progress: (percent) => `${percent} percent`,
    /** @param {string} files */
    counting: (files) => `${files} files so far`,
    /** @param {string} status @param {string} files */
    ended: (status, files) => `Scan ${status}, ${files} files`,
  },
  /** @param {string} name */
  open: (name) => `Open ${name}`,
  /** @param {string} name */
  close: (name) => `Close ${name}`,

  // One scan.
  scan: {
    /** @type {Record<string, string>} */
    tabs: { tree: "Tree", search: "Search", reports: "Reports", compare: "Compare" },
    views: "Views of this scan",
  },

  // How far a scan is: the element <scan-progress>.
  progress: {
    label: "Scan progress",
    title: "Scan",
    loading: "Looking for the scan…",
    noBatch: "No scan is named here.",
    close: "Close",
    /** @param {string} total @param {boolean} exact */
    of: (total, exact) => `of ${exact ? "" : "about "}${total} files`,
    files: "files",
    /** @param {string} percent */
    percent: (percent) => `${percent} %`,
    /** What is being done, beside the status. @type {Record<string, string>} */
    phase: { walking: "reading", throttled: "giving way", storing: "storing the tree" },
    throttled: "The storage has become slow, so the scan gives way to others.",
    copy: "Copy",
    copyLabel: "Copy the whole path",
    copied: "Copied",
    facts: { rate: "Rate", elapsed: "Elapsed", size: "Size", directories: "Directories", errors: "Unreadable", eta: "Remaining" },
    few: "a few seconds",
    /** @param {number} count */
    seconds: (count) => `about ${count} seconds`,
    /** @param {number} count */
    minutes: (count) => (count === 1 ? "about a minute" : `about ${count} minutes`),
    /** @param {number} count */
    hours: (count) => (count === 1 ? "about an hour" : `about ${count} hours`),
    /** @param {string} agent @param {string} span */
    silence: (agent, span) => `${agent} for ${span}`,
    /** @param {string} silences */
    silent: (silences) => `No news from ${silences}`,
    /** @param {string} agent @param {string} path @param {string} why */
    failure: (agent, path, why) => `${agent}: ${path}: ${why}`,
    targets: "Targets",
    cancel: "Cancel scan",
    cancelling: "Cancelling…",
    question: "Stop this scan?",
    kept: "What was found so far is kept and marked as partial.",
    stop: "Stop scan",
    goOn: "Keep scanning",
    /** @param {string} percent @param {string} count */
    value: (percent, count) => `${percent} percent, ${count}`,
    /** @param {string} count */
    counting: (count) => `Counting, ${count} so far`,
    /** @type {Record<string, (count: string) => string>} */
    ended: {
      completed: (count) => `Scan completed, ${count}.`,
      cancelled: (count) => `Scan cancelled, ${count} found.`,
      failed: (count) => `Scan failed, ${count} found.`,
    },
    /** @param {number} count */
    unreadable: (count) => (count === 1 ? "1 thing could not be read" : `${count} things could not be read`),
  },

  // Its tree.
  explorer: {
    way: "Where this is",
    target: "Target",
    here: "Here",
    search: "Search here",
    reports: "Reports",
    compare: "Compare here",
    export: "Export",
    exportHint: "This directory and all below it, as a file",
    /** @type {Record<string, string>} */
    formats: { ndjson: "JSON lines", csv: "CSV", ncdu: "ncdu", parquet: "Parquet" },
    sequences: "Image sequences as one row",
    colour: "Colour by",
    /** @type {Record<string, string>} */
    colours: { type: "Type", age: "Age", growth: "Growth" },
    show: "Show",
    /** @type {Record<string, string>} */
    shows: { both: "Both", map: "Treemap", table: "Table" },
    /** @param {string} files */
    files: (files) => `${files} files`,
    /** @param {string} directories */
    directories: (directories) => `${directories} directories`,
    /** @param {string} size */
    onDisk: (size) => `${size} on disk`,
    /** @param {string} errors */
    errors: (errors) => `${errors} could not be read`,
    /** @param {string} why */
    unreadable: (why) => `could not be read: ${why}`,
    running: "Being scanned: numbers are what is known so far.",
    partial: "Numbers are lower bounds: something was not read.",
    reading: "Reading…",
    empty: "Empty",
    notYet: "Nothing has been read here yet.",
    noSuchDirectory: "There is no such directory in this tree.",
    noSuchDirectoryYet: "No such directory has been found yet. The scan is still running.",
    retry: "Try again",
    up: "To the directory above",
    table: "Tree as a table",
    tableKeys: "Arrow keys move and open, Enter goes into a directory, letters find names.",
    treemap: "treemap",
    mapLabel: "Treemap of this directory. The table tells the same.",
    mapKeys: "Arrow keys move between cells, Enter goes into a directory, Space selects, Backspace goes to the directory above.",
    legend: "What the colours mean",
    noSpace: "Nothing here takes space.",
    /** @param {string} entries */
    others: (entries) => `${entries} more`,
    /** @param {string} path */
    inside: (path) => `in ${path}`,
    /** @param {string} name */
    inAll: (name) => `in all of ${name}`,
    /** @param {string} when */
    since: (when) => `Since the scan of ${when}`,
    noEarlier: "There is no earlier completed scan of this directory to compare with.",
    frames: { missing: "missing", zeroByte: "empty", oddSized: "of odd size", whole: "no gaps" },
    shades: {
      images: "images", video: "video and sound", scenes: "scenes", caches: "caches", textures: "textures", documents: "text and code", archives: "archives",
      other: "other", directory: "directories not opened",
      week: "last 7 days", month: "last 30 days", quarter: "last 90 days", year: "last year", older: "1 to 3 years", oldest: "over 3 years", unknown: "time not known",
      added: "new", muchGrown: "grown by over 20 %", grown: "grown", same: "same size", shrunk: "shrunk", notKnown: "not known",
    },
  },

  // Searching it.
  search: {},

  // What is large, old or broken in it.
  reports: {},

  // What changed since another one.
  compare: {},

  // A directory over time.
  root: {},

  // Agents and scans.
  dashboard: {
    title: "Scans and agents",
    running: "Running now",
    agents: "Agents",
    noAgents: "No agent has announced itself yet. On a storage host, start one:",
    agentCommand: "./scanfleet agent DIR",
    alive: "Alive",
    /** @param {string} long */
    silentSince: (long) => `Silent for ${long}`,
    /** @param {string} version */
    version: (version) => `Version ${version}`,
    /** @param {string} load */
    load: (load) => `load ${load}`,
    /** @param {string} targets */
    active: (targets) => `scanning ${targets}`,
    scan: "Scan",
    /** @param {string} root */
    scanRoot: (root) => `Scan ${root}`,
    history: "What was found here over time",
    /** @param {string} used @param {string} total @param {number} percent */
    used: (used, total, percent) => `${used} of ${total} used, ${percent} %`,
    /** @param {string} mount */
    volume: (mount) => `Volume ${mount}`,
    filter: "Find",
    filterHint: "label, agent or path",
    state: "State",
    all: "All",
    partial: "Partial",
    actions: "Actions",
    /** @param {string} shown @param {string} all */
    shown: (shown, all) => `${shown} of ${all}`,
    noneMatches: "No scan matches.",
    /** @param {string} most */
    newest: (most) => `The newest ${most} scans. Older ones are found by the history of their directory.`,
    /** @param {string} program */
    importedFrom: (program) => `imported from ${program}`,
    /** @param {string} title */
    againFor: (title) => `Scan ${title} again`,
  },
};
