package io.scanfleet.agent.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scanfleet.agent.progress.ScanCounters;
import io.scanfleet.agent.walk.DirectoryVisitor.Outcome;
import io.scanfleet.model.DirectoryKey;
import io.scanfleet.model.entry.EntryColumns;
import io.scanfleet.model.entry.EntryType;
import io.scanfleet.model.message.AgentCommand;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A walk by hand over a tree of which the last scan knew {@code a} (600, of which {@code a/x} 500)
 * and {@code b} (300).
 */
final class ExpectedDirectoryTest {

  private static final DirectoryKey A = DirectoryKey.ROOT.child("a".getBytes(UTF_8));
  private static final DirectoryKey B = DirectoryKey.ROOT.child("b".getBytes(UTF_8));

  private final ExpectedDirectory expected =
      ExpectedDirectory.target(
          1_000,
          List.of(
              new AgentCommand.ExpectedDirectory(A, DirectoryKey.ROOT, 600),
              new AgentCommand.ExpectedDirectory(B, DirectoryKey.ROOT, 300),
              new AgentCommand.ExpectedDirectory(A.child("x".getBytes(UTF_8)), A, 500)));

  private final TreeBuilder tree =
      new TreeBuilder(TreeSink.ofRecords(_ -> {}), new ScanCounters(), expected);
  private final UnfinishedDirectory root = tree.enter(null, new byte[0]);

  private UnfinishedDirectory enter(UnfinishedDirectory parent, String name) {
    return tree.enter(parent, name.getBytes(UTF_8));
  }

  private void read(UnfinishedDirectory directory, int files) {
    EntryColumns entries = new EntryColumns();
    for (int i = 0; i < files; i++) {
      entries.add(("f" + i).getBytes(UTF_8), 0, ("f" + i).length(), EntryType.FILE);
    }
    tree.entries(directory, entries);
  }

  private void leave(UnfinishedDirectory directory) {
    tree.leave(directory, new Outcome.Complete());
  }

  @Test
  void whatIsFoundIsNoLongerLeft() {
    assertThat(expected.left()).isEqualTo(1_000);
    read(root, 40);
    UnfinishedDirectory a = enter(root, "a");
    read(enter(a, "x"), 200);
    assertThat(expected.left()).isEqualTo(760);
    assertThat(expected.total()).isEqualTo(1_000);
    assertThat(expected.unexpected()).isZero();
  }

  @Test
  void aDirectoryThatHasShrunkLeavesNothingOnceItIsFinished() {
    UnfinishedDirectory a = enter(root, "a");
    UnfinishedDirectory x = enter(a, "x");
    read(x, 20);
    leave(x);
    assertThat(expected.left()).isEqualTo(500);
    leave(a);
    assertThat(expected.left()).as("its own hundred too").isEqualTo(400);
    assertThat(expected.total()).isEqualTo(420);
  }

  @Test
  void aDirectoryThatHasGrownTakesNothingFromTheOthers() {
    UnfinishedDirectory b = enter(root, "b");
    read(b, 350);
    assertThat(expected.left()).isEqualTo(700);
    assertThat(expected.unexpected()).isEqualTo(50);
    leave(b);
    assertThat(expected.unexpected()).isZero();
    assertThat(expected.total()).isEqualTo(1_050);
  }

  @Test
  void aNewDirectoryCountsForTheOneThatItLiesIn() {
    UnfinishedDirectory fresh = enter(enter(root, "a"), "fresh");
    read(enter(fresh, "deeper"), 70);
    assertThat(expected.left()).isEqualTo(930);
    read(fresh, 130);
    assertThat(expected.left()).isEqualTo(900);
    assertThat(expected.unexpected()).isEqualTo(100);
  }

  @Test
  void aDirectoryThatIsGoneIsMissedWhenItsParentIsFinished() {
    leave(enter(root, "a"));
    assertThat(expected.left()).isEqualTo(400);
    leave(enter(root, "b"));
    leave(root);
    assertThat(expected.left()).isZero();
    assertThat(expected.total()).isZero();
  }
}
