/**
 * What the gateway says, as docs/protocol.md and /v3/api-docs describe it: sizes in bytes, times in Unix seconds, null for what
 * is not known. Only types; nothing is run.
 *
 * @typedef {"queued" | "running" | "completed" | "failed" | "cancelled"} Status
 *
 * @typedef {object} Progress what is known of how far a batch or a target is
 * @property {Status} status
 * @property {string} phase `queued`, `walking`, `throttled`, `storing` or `done`
 * @property {number} filesProcessed
 * @property {number | null} totalFiles the denominator of the percentage
 * @property {boolean} totalIsExact
 * @property {number | null} progressPercentage
 * @property {string | null} currentFile
 * @property {number} directoriesProcessed
 * @property {number} bytesProcessed
 * @property {number} errors
 * @property {number | null} filesPerSecond
 * @property {number | null} etaSeconds
 *
 * @typedef {object} TargetPart
 * @property {number} target
 * @property {string} agent
 * @property {string} path
 * @property {number | null} lastHeard
 * @property {boolean} partial
 * @property {string | null} error
 * @typedef {Progress & TargetPart} Target
 *
 * @typedef {object} BatchPart
 * @property {"progress"} type
 * @property {string} batch_id
 * @property {number} timestamp
 * @property {number} sequence
 * @property {Target[]} targets
 * @typedef {Progress & BatchPart} ProgressMessage
 *
 * @typedef {object} ScanPart
 * @property {string | null} label
 * @property {number} createdAt
 * @property {number | null} startedAt
 * @property {number | null} finishedAt
 * @property {boolean} partial
 * @property {string[]} exclude
 * @property {boolean} crossMounts
 * @property {string} [importedFrom]
 * @typedef {ProgressMessage & ScanPart} Scan
 *
 * @typedef {{type: "error", code: string, message: string, batch_id?: string}} SocketError
 *
 * @typedef {{mount: string, type: string, totalBytes: number, usableBytes: number}} Volume
 * @typedef {object} Agent
 * @property {string} agent
 * @property {string} version
 * @property {"alive" | "silent"} status
 * @property {number} lastSeen
 * @property {number} startedAt
 * @property {string[]} roots
 * @property {Volume[]} volumes
 * @property {number} activeTargets
 * @property {number | null} load
 *
 * @typedef {object} Totals
 * @property {number} files
 * @property {number} directories
 * @property {number} symlinks
 * @property {number} specials
 * @property {number} bytes
 * @property {number | null} allocatedBytes
 * @property {number} errors
 * @property {boolean} partial
 *
 * @typedef {{count: number, ranges: string, complete: boolean}} Frames
 * @typedef {object} Sequence
 * @property {string} key
 * @property {number} padding
 * @property {number} first
 * @property {number} last
 * @property {number} step
 * @property {number} frames
 * @property {Frames} [missing]
 * @property {Frames} [zeroByte]
 * @property {Frames | null} [oddSized]
 *
 * @typedef {{entries: number, files: number, directories: number, bytes: number, allocatedBytes: number | null, partial: boolean}} Others
 *
 * @typedef {object} Entry
 * @property {string} name
 * @property {string} [nameBytes] base64, if the name is not valid UTF-8
 * @property {string} type
 * @property {number | null} bytes
 * @property {number | null} allocatedBytes
 * @property {number | null} [files]
 * @property {number | null} [directories]
 * @property {number | null} [errors]
 * @property {number | null} mtime
 * @property {number | null} [uid]
 * @property {number | null} [gid]
 * @property {string | null} [mode]
 * @property {boolean} [hardLink]
 * @property {boolean} [excluded]
 * @property {boolean} [otherFileSystem]
 * @property {boolean} [partial]
 * @property {string} [error]
 * @property {Sequence} [sequence]
 * @property {Entry[]} [entries] when a depth was asked for
 * @property {Others} [others]
 *
 * @typedef {object} Directory the answer to `GET /scans/{batch_id}/tree`
 * @property {string} batch_id
 * @property {number} target
 * @property {string} path as text, below the target
 * @property {Status} status
 * @property {boolean} complete
 * @property {boolean} partial
 * @property {string | null} error
 * @property {Totals} totals
 * @property {Entry[]} entries
 * @property {Others} [others]
 * @property {number} offset how many entries come before those
 * @property {number} entryCount
 * @property {string | null} nextCursor
 *
 * @typedef {object} PastScan one line of a root's history
 * @property {string} batch_id
 * @property {number} target
 * @property {Status} status
 * @property {number | null} startedAt
 * @property {number | null} finishedAt
 * @property {number | null} seconds
 * @property {number} files
 * @property {number} directories
 * @property {number} bytes
 * @property {number | null} allocatedBytes
 * @property {number} errors
 * @property {boolean} partial
 * @property {string | null} error
 *
 * @typedef {{agent: string, path: string, scans: number, newest: PastScan}} ScannedRoot
 */
export {};
