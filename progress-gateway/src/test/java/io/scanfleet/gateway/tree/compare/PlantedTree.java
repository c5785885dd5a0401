package io.scanfleet.gateway.tree.compare;

import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.Totals;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryDigest;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.page.PageRecord;
import io.scanfleet.model.page.PageRecord.FinishedDirectory;
import io.scanfleet.model.page.PageRecord.ListingPart;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tree as an agent would tell of it, made up instead of scanned. A path has a character of code 0
 * to 255 for each byte; directories on the way come by themselves.
 */
final class PlantedTree {

  static final long DEVICE = 7;

  /** An entry. Changed freely until the tree is stored. */
  static final class Node {
    EntryType type = EntryType.FILE;
    long bytes;
    long modified = 1000;
    int nanos = 5;
    long inode;
    int flags;
    @Nullable String error;

    /** Of a directory: it was not finished. */
    boolean unfinished;

    /** Of a directory: the scan was cut short in it, which no error tells. */
    boolean cutShort;

    final Map<String, Node> below = new TreeMap<>();

    Node copy() {
      Node copy = new Node();
      copy.type = type;
      copy.bytes = bytes;
      copy.modified = modified;
      copy.nanos = nanos;
      copy.inode = inode;
      copy.flags = flags;
      copy.error = error;
      copy.unfinished = unfinished;
      copy.cutShort = cutShort;
      below.forEach((name, node) -> copy.below.put(name, node.copy()));
      return copy;
    }

    Node get(String name) {
      return Objects.requireNonNull(below.get(name), name);
    }

    boolean isDirectory() {
      return type == EntryType.DIRECTORY;
    }
  }

  private final Node root;
  private long nextInode;
  private int partSize = ListingCodec.MAX_ENTRIES;

  private PlantedTree(Node root, long nextInode) {
    this.root = root;
    this.nextInode = nextInode;
  }

  static PlantedTree empty() {
    Node root = new Node();
    root.type = EntryType.DIRECTORY;
    return new PlantedTree(root, 100);
  }

  /** The same tree, for another scan. What is added to either later has inodes of its own. */
  PlantedTree copy() {
    PlantedTree copy = new PlantedTree(root.copy(), nextInode + 1_000_000);
    copy.partSize = partSize;
    return copy;
  }

  /** Listings have at most this many entries. */
  PlantedTree inPartsOf(int entries) {
    partSize = entries;
    return this;
  }

  PlantedTree file(String path, long bytes) {
    Node node = newNode(path);
    node.bytes = bytes;
    return this;
  }

  PlantedTree directory(String path) {
    newNode(path).type = EntryType.DIRECTORY;
    return this;
  }

  PlantedTree edit(String path, Consumer<Node> edit) {
    edit.accept(at(path));
    return this;
  }

  PlantedTree remove(String path) {
    take(path);
    return this;
  }

  /** Moves it as {@code mv} does. */
  PlantedTree move(String from, String to) {
    Node node = take(from);
    parent(to).below.put(name(to), node);
    return this;
  }

  Node at(String path) {
    Node node = root;
    for (String name : path.isEmpty() ? new String[0] : path.split("/", -1)) {
      node = node.get(name);
    }
    return node;
  }

  private Node take(String path) {
    return Objects.requireNonNull(parent(path).below.remove(name(path)), path);
  }

  private Node newNode(String path) {
    Node node = new Node();
    node.inode = nextInode++;
    parent(path).below.put(name(path), node);
    return node;
  }

  private Node parent(String path) {
    Node node = root;
    String[] names = path.split("/", -1);
    for (int i = 0; i + 1 < names.length; i++) {
      node =
          node.below.computeIfAbsent(
              names[i],
              name -> {
                Node made = new Node();
                made.type = EntryType.DIRECTORY;
                made.inode = nextInode++;
                return made;
              });
    }
    return node;
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** What an agent publishes of it. */
  List<PageRecord> records() {
    List<PageRecord> records = new ArrayList<>();
    add(records, root, DirectoryKey.ROOT, DirectoryKey.ROOT, new byte[0]);
    return records;
  }

  /** What lies below the root; files that were counted already add no bytes. */
  Totals totals() {
    return sum(root).totals;
  }

  private static final class Sum {
    Totals totals = Totals.NONE;
    long digest;
    long ownFiles;
    long ownBytes;
  }

  private static Sum sum(Node directory) {
    Sum sum = new Sum();
    EntryColumns entries = columns(directory, directory.below.keySet());
    for (int i = 0; i < entries.size(); i++) {
      byte[] name = entries.name(i);
      Node node = directory.get(text(name));
      sum.digest += EntryDigest.of(entries, i);
      if ((node.flags & EntryColumns.EXCLUDED) != 0) {
        continue;
      }
      if (node.isDirectory()) {
        sum.totals = sum.totals.plus(new Totals(0, 1, 0, 0, 0, 0L, 0, false));
        if (isEntered(node)) {
          Sum below = sum(node);
          sum.totals = sum.totals.plus(below.totals);
          sum.digest += EntryDigest.ofDirectory(name, below.digest);
        }
      } else {
        long bytes = EntryPair.counted(entries, i);
        sum.totals = sum.totals.plus(new Totals(1, 0, 0, 0, bytes, bytes, 0, false));
        sum.ownFiles++;
        sum.ownBytes += bytes;
      }
    }
    if (directory.error != null) {
      sum.totals = sum.totals.plus(new Totals(0, 0, 0, 0, 0, 0L, 1, true));
    }
    if (directory.cutShort) {
      sum.totals = sum.totals.plus(new Totals(0, 0, 0, 0, 0, 0L, 0, true));
    }
    return sum;
  }

  private static boolean isEntered(Node node) {
    return (node.flags & (EntryColumns.EXCLUDED | EntryColumns.OTHER_FILE_SYSTEM)) == 0;
  }

  private void add(
      List<PageRecord> records, Node node, DirectoryKey parent, DirectoryKey key, byte[] name) {
    List<String> names = new ArrayList<>(node.below.keySet());
    // As a file system would: parts overlap.
    Collections.shuffle(names, new Random(names.size()));
    int parts = 0;
    for (int from = 0; from < names.size(); from += partSize) {
      EntryColumns entries =
          columns(node, names.subList(from, Math.min(names.size(), from + partSize)));
      records.add(new ListingPart(key, parent, name, parts++, ListingCodec.encode(entries)));
    }
    node.below.forEach(
        (childName, child) -> {
          if (child.isDirectory() && isEntered(child)) {
            byte[] bytes = bytes(childName);
            add(records, child, key, key.child(bytes), bytes);
          }
        });
    if (!node.unfinished) {
      Sum sum = sum(node);
      records.add(
          new FinishedDirectory(
              key,
              parent,
              name,
              parts,
              sum.totals,
              sum.ownFiles,
              sum.ownBytes,
              sum.digest,
              node.error));
    }
  }

  private static EntryColumns columns(Node directory, Iterable<String> names) {
    EntryColumns entries = new EntryColumns();
    for (String text : names) {
      Node node = directory.get(text);
      byte[] name = bytes(text);
      int i = entries.add(name, 0, name.length, node.type);
      entries.setFlags(i, node.flags);
      entries.setSizes(i, node.bytes, node.bytes);
      entries.setModified(i, node.modified, node.nanos);
      entries.setInode(i, DEVICE, node.inode, 1);
    }
    return entries;
  }

  static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] name) {
    return new String(name, StandardCharsets.ISO_8859_1);
  }
}
