package io.scanfleet.gateway.tree.sequence;

import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sequences of a directory whose listing comes in parts, in whatever order.
 *
 * <p>Files whose names differ in the frame number only are gathered as a {@link Family}; at the end
 * each decides which sequences it is. Two files make a sequence; a single one stays a plain file,
 * and so do directories, links and what was excluded.
 *
 * <p>Held are 16 to 24 bytes for a frame, of at most {@value #MAX_FRAMES} frames, and some 300 for
 * a family, with its prefix and suffix, of at most {@value #MAX_FAMILIES}: 60 MB at the very most,
 * however large the directory. Beyond the one, a sequence that grows keeps its sums and counts and
 * gives up the lists of single frames, and is shown with its first and last frame; which ones that
 * meets depends on the order of the parts. Beyond the other, files of families not met before stay
 * plain files ({@link Sequences#complete}). Not thread-safe.
 */
public final class SequenceCollector {

  static final int MAX_FRAMES = 1 << 20;
  static final int MAX_FAMILIES = 1 << 16;

  private final int maxFrames;
  private final int maxFamilies;
  private final FamilyTable families = new FamilyTable();
  private final FrameName read = new FrameName();
  private byte[] name = new byte[512];
  private @Nullable Family lately;
  private int held;
  private boolean complete = true;

  public SequenceCollector() {
    this(MAX_FRAMES, MAX_FAMILIES);
  }

  SequenceCollector(int maxFrames, int maxFamilies) {
    this.maxFrames = maxFrames;
    this.maxFamilies = maxFamilies;
  }

  /** The sequences of a directory that has its whole listing in one piece. */
  public static Sequences of(EntryColumns directory) {
    SequenceCollector collector = new SequenceCollector();
    collector.add(directory);
    return collector.finish();
  }

  /** Takes the next part of the listing; it can be cleared and used again afterwards. */
  public void add(EntryColumns part) {
    if (name.length < part.nameBytes()) {
      name = new byte[part.nameBytes()];
    }
    for (int i = 0; i < part.size(); i++) {
      if (isCandidate(part, i) && read.read(name, part.copyName(i, name))) {
        Family family = family();
        if (family != null) {
          add(family.setOf(read), part, i);
        }
      }
    }
  }

  static boolean isCandidate(EntryColumns part, int i) {
    return part.type(i) == EntryType.FILE && !part.has(i, EntryColumns.EXCLUDED);
  }

  private @Nullable Family family() {
    if (lately != null && lately.isOf(name, read)) {
      return lately;
    }
    int hash = FamilyTable.hash(name, read);
    Family family = families.find(name, read, hash);
    if (family == null) {
      if (families.size() == maxFamilies) {
        complete = false;
        return null;
      }
      family = new Family(name, read, hash);
      families.add(family);
    }
    lately = family;
    return family;
  }

  private void add(FrameSet frames, EntryColumns part, int i) {
    if (!frames.isSummarized()) {
      if (held == maxFrames) {
        held -= frames.held();
        frames.summarize();
      } else {
        held++;
      }
    }
    frames.add(read.frame, part, i);
  }

  /** The sequences of all parts; the collector is of no use then. */
  public Sequences finish() {
    List<Family> kept = new ArrayList<>();
    for (Family family : families.all()) {
      if (!family.decide().isEmpty()) {
        kept.add(family);
      }
    }
    kept.sort(Comparator.comparing(family -> family.sequences().getFirst().pattern()));
    List<Sequence> sequences = new ArrayList<>();
    FamilyTable table = new FamilyTable();
    for (Family family : kept) {
      family.place(sequences.size());
      sequences.addAll(family.sequences());
      table.add(family);
    }
    return new Sequences(List.copyOf(sequences), table, complete);
  }
}
