package io.scanfleet.gateway.batch;

/**
 * A directory that was scanned.
 *
 * @param agent the agent that scanned it
 * @param path its absolute path there
 * @param scans how many scans of it there are
 * @param newest the newest of them
 */
record ScannedRoot(String agent, String path, long scans, RootScan newest) {}
