/**
 * An opened directory or image sequence in the table, and those opened in it. Where a row stands follows from how many rows each
 * has, so that nothing is kept for rows that nobody saw.
 *
 * @typedef {import("../../http/types.js").Entry} Entry
 * @typedef {import("./row-list.js").RowList} RowList
 * @typedef {{branch: Branch, rank: number}} Row
 */
let branches = 0;

export class Branch {
  /** @param {RowList} list @param {string} path encoded, below the target @param {string} at encoded, below what is shown @param {Branch | null} parent @param {Entry | null} entry */
  constructor(list, path, at, parent, entry) {
    this.list = list;
    this.path = path;
    this.at = at;
    this.parent = parent;
    this.entry = entry;
    /** @type {number} */
    this.level = parent ? parent.level + 1 : 0;
    this.rank = 0;
    this.id = branches++;
    /** @type {Map<string, Branch>} */
    this.opened = new Map();
  }

  /** @returns {Branch[]} from top to bottom */
  inOrder() {
    return [...this.opened.values()].filter((child) => child.rank >= 0).sort((a, b) => a.rank - b.rank);
  }

  /** @returns {number} rows, one at least: that there are none */
  size() {
    let rows = Math.max(this.list.count, 1);
    for (const child of this.opened.values()) if (child.rank >= 0) rows += child.size();
    return rows;
  }

  /** @param {number} index @returns {Row} */
  locate(index) {
    let skipped = 0;
    for (const child of this.inOrder()) {
      const start = child.rank + 1 + skipped;
      if (index < start) break;
      const size = child.size();
      if (index < start + size) return child.locate(index - start);
      skipped += size;
    }
    return { branch: this, rank: index - skipped };
  }

  /** @param {number} rank @returns {number} the row's number in the whole table */
  indexOf(rank) {
    let index = rank + (this.parent ? this.parent.indexOf(this.rank) + 1 : 0);
    for (const child of this.opened.values()) if (child.rank >= 0 && child.rank < rank) index += child.size();
    return index;
  }

  close() {
    this.list.close();
    for (const child of this.opened.values()) child.close();
  }
}
