package io.scanfleet.gateway.tree.sequence;

import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Directories for tests. */
final class Listing {

  private Listing() {}

  /** Files of 100 bytes each. */
  static EntryColumns of(String... names) {
    EntryColumns entries = new EntryColumns();
    for (String name : names) {
      add(entries, name, 100);
    }
    return entries;
  }

  static int add(EntryColumns entries, String name, long bytes) {
    return add(entries, name.getBytes(StandardCharsets.UTF_8), bytes);
  }

  static int add(EntryColumns entries, byte[] name, long bytes) {
    int i = entries.add(name, 0, name.length, EntryType.FILE);
    entries.setSizes(i, bytes, (bytes + 511) / 512 * 512);
    entries.setModified(i, 1_600_000_000L + i, 0);
    return i;
  }

  static List<String> notations(String... names) {
    return notations(SequenceCollector.of(of(names)));
  }

  static List<String> notations(Sequences sequences) {
    return sequences.all().stream().map(sequence -> sequence.notation().toString()).toList();
  }
}
