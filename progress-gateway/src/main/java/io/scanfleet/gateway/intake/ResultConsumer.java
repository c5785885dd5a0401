package io.scanfleet.gateway.intake;

import io.scanfleet.amqp.DeadLetteringListener;
import io.scanfleet.amqp.Messages;
import io.scanfleet.amqp.UnreadableMessageException;
import io.scanfleet.gateway.batch.Target;
import io.scanfleet.gateway.batch.TargetLifecycle;
import io.scanfleet.gateway.tree.GroupCommit;
import io.scanfleet.gateway.tree.StoredPage;
import io.scanfleet.gateway.tree.report.Findings;
import io.scanfleet.model.BatchId;
import io.scanfleet.model.TargetId;
import io.scanfleet.model.amqp.Topology;
import io.scanfleet.model.entry.MalformedDataException;
import io.scanfleet.model.message.TargetState;
import io.scanfleet.model.page.PageCodec;
import io.scanfleet.model.page.PageRecord;
import java.util.List;
import java.util.Optional;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Takes pages and target states. A message is done with when its transaction has committed. What
 * can never be stored goes to the dead letters. Every listing is decoded before it is stored, for
 * the reports, so a broken one is found here and not by a reader. Thread-safe: several threads take
 * messages, and pages are decoded while others are committed.
 */
final class ResultConsumer implements DeadLetteringListener.Consumer {

  private final TargetLifecycle targets;
  private final GroupCommit trees;
  private final Messages messages;

  ResultConsumer(TargetLifecycle targets, GroupCommit trees, Messages messages) {
    this.targets = targets;
    this.trees = trees;
    this.messages = messages;
  }

  @Override
  public void accept(Message message) {
    Runnable work =
        Topology.PAGE_TYPE.equals(message.getMessageProperties().getContentType())
            ? page(message)
            : state(message);
    try {
      work.run();
    } catch (DataIntegrityViolationException e) {
      throw new UnreadableMessageException("the database refuses it: " + e.getMessage());
    }
  }

  private Runnable state(Message message) {
    TargetState state = messages.read(message, TargetState.class);
    return () -> targets.told(state);
  }

  private Runnable page(Message message) {
    Messages.requireKnownVersion(message);
    MessageProperties properties = message.getMessageProperties();
    Object batch = properties.getHeader(Topology.BATCH_HEADER);
    TargetId id;
    try {
      id =
          new TargetId(
              BatchId.parse(String.valueOf(batch)),
              Math.toIntExact(number(properties, Topology.TARGET_HEADER)));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new UnreadableMessageException("a page without its place: " + e.getMessage());
    }
    long attempt = number(properties, Topology.ATTEMPT_HEADER);
    long page = number(properties, Topology.PAGE_HEADER);
    if (attempt < 1 || attempt > Integer.MAX_VALUE || page < 0) {
      throw new UnreadableMessageException("no place of a page: " + attempt + ", " + page);
    }
    Content content = content(message.getBody());
    return () -> store(id, (int) attempt, page, content);
  }

  private void store(TargetId id, int attempt, long page, Content content) {
    Optional<Target> target = targets.find(id);
    if (target.isEmpty()) {
      // Its batch was deleted: nobody waits for it.
      return;
    }
    if (!target.get().status().isFinal()) {
      trees.store(
          new StoredPage(
              target.get().key(),
              attempt,
              page,
              content.findings().files(),
              content.findings().encode(),
              content.records()));
    }
    targets.pageStored(id);
  }

  private record Content(List<PageRecord> records, Findings findings) {}

  private static Content content(byte[] body) {
    try {
      List<PageRecord> records = PageCodec.read(body);
      Findings findings = new Findings();
      for (PageRecord record : records) {
        switch (record) {
          case PageRecord.ListingPart part -> findings.add(part);
          case PageRecord.FinishedDirectory directory -> findings.add(directory);
        }
      }
      return new Content(records, findings);
    } catch (MalformedDataException e) {
      throw new UnreadableMessageException("a malformed page: " + e.getMessage());
    }
  }

  private static long number(MessageProperties properties, String header) {
    Object value = properties.getHeader(header);
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new UnreadableMessageException("the header " + header + " is missing");
  }
}
