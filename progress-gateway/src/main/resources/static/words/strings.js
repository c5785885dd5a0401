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
  /** @param {string} first @param {string} more */
  andMore: (first, more) => `${first} and ${more} more`,
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
  columns: {
    scan: "Scan", status: "Status", files: "Files", size: "Size", started: "Started", took: "Took",
    name: "Name", onDisk: "On disk", modified: "Modified", note: "Note",
    agent: "Agent", path: "Path", errors: "Errors",
  },
  counting: "counting…",
  /** @param {string} files @param {string} total @param {boolean} exact */
  filesOf: (files, total, exact) => `${files} of ${exact ? "" : "about "}${total} files`,
  /** @param {string} files */
  files: (files) => (files === "1" ? "1 file" : `${files} files`),
  /** @param {string} rate */
  perSecond: (rate) => `${rate} files/s`,
  noCurrent: "No file yet",
  remove: "Delete",
  removeConfirm: "Delete this scan and its tree? This cannot be undone.",
  again: "Scan again",
  backToList: "All scans",
  noSuchScan: "There is no such scan. It may have been deleted.",
  unreachable: "The gateway cannot be reached.",
  target: "Target",
  /** @param {string} left */
  showMore: (left) => `Show more (${left} left)`,
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
    tableKeys: "Arrow keys move and open, Enter goes into a directory, Backspace to the one above, letters find names.",
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
    whole: "no gaps",
    shades: {
      images: "images", video: "video and sound", scenes: "scenes", caches: "caches", textures: "textures", documents: "text and code", archives: "archives",
      other: "other", directory: "directories not opened",
      week: "last 7 days", month: "last 30 days", quarter: "last 90 days", year: "last year", older: "1 to 3 years", oldest: "over 3 years", unknown: "time not known",
      added: "new", muchGrown: "grown by over 20 %", grown: "grown", same: "same size", shrunk: "shrunk", notKnown: "not known",
    },
  },

  // What search, reports, comparisons and histories have in common.
  analysis: {
    trying: "Trying again in a moment.",
    again: "Try again",
    place: "Place in the tree",
    loading: "Loading…",
    where: "In directory",
    partialRunning: "The scan is not finished: numbers are lower bounds and still growing.",
    measure: "Measure",
    measures: { bytes: "By size", files: "By number of files" },
    frames: {
      /** @param {string} frames */
      all: (frames) => `${frames} frames`,
      /** @param {string} frames @param {string} ranges */
      missing: (frames, ranges) => `${frames} missing: ${ranges}`,
      /** @param {string} frames @param {string} ranges */
      zeroByte: (frames, ranges) => `${frames} empty: ${ranges}`,
      /** @param {string} frames @param {string} ranges */
      oddSized: (frames, ranges) => `${frames} of odd size: ${ranges}`,
    },
  },

  // Searching it.
  search: {
    /** @type {Record<string, string>} */
    fields: {
      q: "Name or path", kind: "Kind", minSize: "Size at least", maxSize: "Size at most",
      modifiedAfter: "Changed on or after", modifiedBefore: "Changed before", owner: "Owner (number)", path: "Below directory",
      target: "Target",
    },
    example: "*.exr",
    hint: "Part of a name, a pattern such as *.exr, or with a slash of the whole path: **/comp/*.exr",
    size: "1.5 GiB, 10M",
    further: "More conditions",
    furtherHint: "Sizes: 10M and 10 MiB are powers of 1024, 10 MB of 1000. Days are days by UTC.",
    sequences: "Image sequences as one",
    matchCase: "Match case",
    submit: "Search",
    kinds: {
      "": "Everything", file: "Files", directory: "Directories", symlink: "Symbolic links", other: "Devices, pipes, sockets",
      "file,symlink,other": "All but directories",
    },
    /** @type {Record<string, string>} */
    types: {
      file: "file", directory: "directory", symlink: "symbolic link", fifo: "pipe", socket: "socket",
      character_device: "device", block_device: "device", unknown: "unknown kind",
    },
    sequence: "sequence",
    badSize: "A size is a number with a unit, such as 10M or 1.5 GiB.",
    nothingAsked: "Say what to look for: a name, or one of the further conditions.",
    results: "What was found",
    searched: "Part of the tree that has been searched",
    /** @param {number} hits */
    found: (hits) => (hits === 1 ? "1 found" : `${hits.toLocaleString("en")} found`),
    /** @param {number} hits @param {number} percent */
    foundSoFar: (hits, percent) => `${hits.toLocaleString("en")} found so far, ${percent} % of the tree searched`,
    nothing: "Nothing in this tree matches.",
    partial: "There may be more on the disk: something could not be read, or the scan did not end well.",
    unfinished: "The scan was not finished when this was searched: what it had not stored yet is not found.",
    stop: "Stop",
    more: "Search on",
  },

  // What is large, old or broken in it.
  reports: {
    /** @type {Record<string, string>} */
    names: {
      "largest-files": "Largest files", "largest-directories": "Largest directories", extensions: "File types", ages: "Age",
      owners: "Owners", sizes: "Sizes", unreadable: "Could not be read", "largest-sequences": "Largest sequences",
      "incomplete-sequences": "Incomplete sequences",
    },
    /** @type {Record<string, string>} */
    about: {
      "largest-files": "The largest files of the tree.",
      "largest-directories": "Directories by the files directly in them; what lies in directories below is not counted.",
      extensions: "Files by extension.",
      ages: "Files by the time since they were last changed, in days by UTC before the day the scan ended.",
      owners: "Files by the user or group that owns them.",
      sizes: "Files by size; each class is twice the one before.",
      unreadable: "What the scan could not read, and why. It makes all other numbers lower bounds.",
      "largest-sequences": "Image sequences by the size of all their frames.",
      "incomplete-sequences": "Image sequences with frames that are missing, empty or of odd size.",
    },
    list: "Reports",
    unknown: "There is no such report.",
    by: "Owned by",
    owners: { user: "Users", group: "Groups" },
    noExtension: "none",
    unknownOwner: "not known",
    /** @param {number} id */
    number: (id) => `number ${id}`,
    others: "All others",
    share: "Share",
    extension: "Extension",
    age: "Last changed",
    sizeClass: "Size of a file",
    /** @param {string} from @param {string} to */
    range: (from, to) => (from === to ? from : `${from} – ${to}`),
    /** @param {string} from @param {string} to */
    below: (from, to) => `${from} to below ${to}`,
    owner: "Owner",
    reason: "Reason",
    frames: "Frames",
    /** @param {string} name @param {string} measure */
    chart: (name, measure) => `${name}, ${measure}`,
    nothing: "There are none.",
    nothingYet: "None so far.",
    allRead: "Everything could be read.",
    /** @param {string} all @param {string} shown */
    unreadable: (all, shown) => (all > shown ? `${all} things could not be read; the first ${shown} are shown.` : `${all} could not be read.`),
    surveyed: "Not every directory was looked into: there may be others.",
  },

  // What changed since another one.
  compare: {
    with: "Compared with",
    /** @param {string} when @param {string} size */
    scanOf: (when, size) => `${when} · ${size}`,
    noOlder: "There is no older scan of this directory to compare with. Scan it again later, and this page shows what changed since.",
    newer: "Compare a newer scan with this one",
    history: "History of this directory",
    treemap: "Show growth in the tree",
    /** @param {string} by */
    grown: (by) => `Grown by ${by}`,
    /** @param {string} by */
    shrunk: (by) => `Shrunk by ${by}`,
    same: "The same size as before",
    unknownGrowth: "How much it grew is not known",
    /** @param {string} before @param {string} after */
    fromTo: (before, after) => `${before} before, ${after} now`,
    movedFrom: "from",
    movedTo: "to",
    summary: { added: "Added", removed: "Removed", changed: "Changed", moved: "Moved here", movedAway: "Moved away", notKnown: "Not known" },
    change: {
      added: "added", removed: "removed", changed: "changed", grown: "grown", shrunk: "shrunk", moved: "moved",
      not_known: "not known", unchanged: "unchanged",
    },
    columns: { change: "Change", difference: "Difference", before: "Before", after: "Now" },
    unchanged: "Show what did not change",
    sequences: "Image sequences as one",
    entries: "What differs here",
    nothing: "Nothing in this directory differs.",
    incomplete: "So much differs that the summary is of the upper directories only; open one to have all of it compared.",
    movesIncomplete: "Not all that moved was looked for: some of it may be shown as removed and added.",
    running: "One of the scans is not finished: what it has not read yet is not known.",
    partial: "Something was not read in one of the scans: numbers are lower bounds.",
    /** @param {any} sequence */
    frames: (sequence) => [
      [sequence.added, "added"], [sequence.removed, "removed"], [sequence.changed, "changed"], [sequence.moved, "moved"], [sequence.notKnown, "not known"],
    ].filter(([frames]) => Number(frames) > 0).map(([frames, word]) => `${frames === 1 ? "1 frame" : `${frames} frames`} ${word}`).join(" · "),
  },

  // A directory over time.
  root: {
    /** @param {string} agent @param {string} path */
    title: (agent, path) => `${agent}: ${path}`,
    chart: "Size and files over time; the table below has the numbers.",
    bytes: "Size",
    files: "Files",
    bound: "Lower bound",
    scans: "Scans of this directory",
    growth: "Growth",
    changes: "Changes",
    compare: "Compare with the one before",
    partial: "lower bound",
    /** @param {string} value */
    atLeast: (value) => `≥ ${value}`,
    partialNote: "Numbers with ≥ are lower bounds: something was not read in that scan.",
    older: "Show older scans",
    one: "There is one scan so far. Growth shows from the second one on.",
    noneEnded: "No scan of this directory has ended yet.",
    lacking: "This address names no directory.",
  },

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
    againFor: (title) => `Scan again: ${title}`,
  },
};
