package io.scanfleet.agent.tree;

import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.page.PageCodec;
import io.scanfleet.model.page.PageRecord;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Gathers records into pages. A full page is handed on by the thread that filled it, outside the
 * lock, so that a slow receiver holds up only those who have a page to hand on; {@link #flush}
 * sends what there is, so that a running scan can be browsed up to the last moments. Flushes wait
 * for each other: when one returns, every page that an earlier one took has been handed on, so the
 * last flush of a scan may be followed by counting its pages. Thread-safe.
 */
public final class PageAssembler implements Consumer<PageRecord> {

  private final Consumer<byte[]> pages;
  private final ReentrantLock flushing = new ReentrantLock();
  private ByteSink page = PageCodec.begin();
  private boolean empty = true;

  /**
   * @param pages takes each page; may block
   */
  public PageAssembler(Consumer<byte[]> pages) {
    this.pages = pages;
  }

  @Override
  public void accept(PageRecord record) {
    byte[] full = null;
    synchronized (this) {
      PageCodec.append(page, record);
      empty = false;
      if (page.size() >= PageCodec.FULL_BYTES) {
        full = take();
      }
    }
    if (full != null) {
      pages.accept(full);
    }
  }

  /** Hands on what has been gathered, if anything. */
  public void flush() {
    flushing.lock();
    try {
      byte[] rest = null;
      synchronized (this) {
        if (!empty) {
          rest = take();
        }
      }
      if (rest != null) {
        pages.accept(rest);
      }
    } finally {
      flushing.unlock();
    }
  }

  private byte[] take() {
    byte[] bytes = page.toBytes();
    page = PageCodec.begin();
    empty = true;
    return bytes;
  }
}
