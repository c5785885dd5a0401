import io.scanfleet.model.entry.ByteSink;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.ListingCodec;
import io.scanfleet.model.page.PageCodec;
import io.scanfleet.model.page.PageRecord;

/** Makes the pages of a tree, as an agent does. */
final class Pages implements SyntheticTree.Visitor {

  /** Takes each page. */
  interface Receiver {

    /**
     * @param number from 0
     */
    void page(long number, byte[] body) throws Exception;
  }

  private final Receiver receiver;
  private ByteSink page = PageCodec.begin();
  private boolean empty = true;
  private long count;

  Pages(Receiver receiver) {
    this.receiver = receiver;
  }

  @Override
  public void listing(SyntheticTree.Directory directory, EntryColumns entries) throws Exception {
    if (!entries.isEmpty()) {
      add(
          new PageRecord.ListingPart(
              directory.key, above(directory).key, directory.name, 0, ListingCodec.encode(entries)));
    }
  }

  @Override
  public void finished(SyntheticTree.Directory directory) throws Exception {
    add(
        new PageRecord.FinishedDirectory(
            directory.key,
            above(directory).key,
            directory.name,
            directory.entryCount == 0 ? 0 : 1,
            directory.totals(),
            directory.ownFiles,
            directory.ownBytes,
            directory.digest(),
            null));
  }

  private static SyntheticTree.Directory above(SyntheticTree.Directory directory) {
    return directory.parent == null ? directory : directory.parent;
  }

  /** Hands on what is left; how many pages there were. */
  long end() throws Exception {
    if (!empty) {
      hand();
    }
    return count;
  }

  private void add(PageRecord record) throws Exception {
    PageCodec.append(page, record);
    empty = false;
    if (page.size() >= PageCodec.FULL_BYTES) {
      hand();
    }
  }

  private void hand() throws Exception {
    receiver.page(count++, page.toBytes());
    page = PageCodec.begin();
    empty = true;
  }
}
