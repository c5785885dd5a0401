package io.scanfleet.agent.walk;

import io.scanfleet.model.RawName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A directory on its way through a walk, with the handle that opening its children needs.
 *
 * <p>The handle has holders: whoever reads the directory, and every child found in it that has not
 * been opened yet. The last one closes it. So that a wide tree does not use up the process's file
 * descriptors, a child holds its parent only while few handles are open; otherwise it opens its
 * parent again, component by component from the nearest ancestor that is still open. The root
 * always is, the walk itself holds it.
 *
 * <p>Thread-safe.
 */
final class WalkedDirectory {

  static final byte[] NO_NAME = {};

  /**
   * From this many open handles on, all walks of a walker together, handles no longer wait for
   * children.
   */
  private static final int MANY_HANDLES = 1024;

  private final @Nullable WalkedDirectory parent;
  private final byte[] name;
  private final long device;
  private final long inode;
  private final AtomicInteger openHandles;
  private @Nullable OpenDirectory handle;
  private int holders;
  private boolean holdsParent;
  private @Nullable String displayPath;

  private WalkedDirectory(
      @Nullable WalkedDirectory parent,
      byte[] name,
      long device,
      long inode,
      AtomicInteger openHandles) {
    this.parent = parent;
    this.name = name;
    this.device = device;
    this.inode = inode;
    this.openHandles = openHandles;
  }

  /**
   * The root, held by the caller.
   *
   * @param openHandles counts the handles of all walks
   */
  static WalkedDirectory root(OpenDirectory opened, AtomicInteger openHandles) {
    WalkedDirectory root =
        new WalkedDirectory(null, NO_NAME, opened.device(), opened.inode(), openHandles);
    root.opened(opened);
    return root;
  }

  /** A directory found in this one, which is being read. */
  WalkedDirectory child(byte[] childName, long childDevice, long childInode) {
    WalkedDirectory child =
        new WalkedDirectory(this, childName, childDevice, childInode, openHandles);
    child.holdsParent = openHandles.get() < MANY_HANDLES && hold() != null;
    return child;
  }

  /**
   * Opens it; the caller holds the handle then.
   *
   * @throws DirectoryException if it cannot be opened; nothing is held then
   */
  OpenDirectory open() throws DirectoryException {
    if (parent == null) {
      OpenDirectory root = hold();
      if (root == null) {
        throw new IllegalStateException("the walk no longer holds its root");
      }
      return root;
    }
    OpenDirectory opened = holdsParent ? parent.held().open(name) : openFromAncestor();
    dismiss();
    opened(opened);
    return opened;
  }

  /** It will not be opened any more, or has been: lets go of its parent. */
  void dismiss() {
    if (holdsParent && parent != null) {
      holdsParent = false;
      parent.release();
    }
  }

  /** Whether this directory, or one that it lies in, is this inode. */
  boolean isOrLiesIn(long otherDevice, long otherInode) {
    for (WalkedDirectory d = this; d != null; d = d.parent) {
      if (d.inode == otherInode && d.device == otherDevice) {
        return true;
      }
    }
    return false;
  }

  /** One holder more, of a directory that is held already. */
  void holdForChunk() {
    var _ = hold();
  }

  /** One holder fewer. */
  void release() {
    OpenDirectory unused = null;
    synchronized (this) {
      if (--holders == 0) {
        unused = handle;
        handle = null;
      }
    }
    if (unused != null) {
      openHandles.decrementAndGet();
      unused.close();
    }
  }

  /** The path below the root, for people, without slashes at its ends. */
  synchronized String displayPath() {
    String path = displayPath;
    if (path == null) {
      Deque<String> names = new ArrayDeque<>();
      for (WalkedDirectory d = this; d.parent != null; d = d.parent) {
        names.push(RawName.decode(d.name));
      }
      path = String.join("/", names);
      displayPath = path;
    }
    return path;
  }

  private synchronized void opened(OpenDirectory opened) {
    handle = opened;
    holders = 1;
    openHandles.incrementAndGet();
  }

  private synchronized @Nullable OpenDirectory hold() {
    if (handle != null) {
      holders++;
    }
    return handle;
  }

  private synchronized OpenDirectory held() {
    if (handle == null) {
      throw new IllegalStateException("a held directory is open");
    }
    return handle;
  }

  @SuppressWarnings(
      "ReferenceEquality") // the very handle that is held, and must not be closed here
  private OpenDirectory openFromAncestor() throws DirectoryException {
    Deque<byte[]> names = new ArrayDeque<>();
    WalkedDirectory ancestor = this;
    OpenDirectory base = null;
    while (base == null) {
      names.push(ancestor.name);
      WalkedDirectory next = ancestor.parent;
      if (next == null) {
        throw new IllegalStateException("the walk no longer holds its root");
      }
      ancestor = next;
      base = ancestor.hold();
    }
    try {
      OpenDirectory current = base;
      for (byte[] component : names) {
        OpenDirectory next;
        try {
          next = current.open(component);
        } finally {
          if (current != base) {
            current.close();
          }
        }
        current = next;
      }
      return current;
    } finally {
      ancestor.release();
    }
  }
}
