package io.scanfleet.gateway.tree.search;

import java.io.IOException;

/** Takes what a search finds, as it is found, in the thread that asked. */
interface HitSink {

  /** Takes a hit. */
  void hit(SearchHit hit) throws IOException;

  /**
   * There is nothing to take at the moment.
   *
   * @param directories how many have been looked into
   * @param progress how much of the tree has been searched, from 0 to 1
   */
  void pause(long directories, double progress) throws IOException;
}
