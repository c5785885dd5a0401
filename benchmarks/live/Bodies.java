import io.scanfleet.model.BatchId;
import io.scanfleet.model.Phase;
import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.message.ProgressMessage;
import io.scanfleet.model.message.TargetProgress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * The messages: an agent's tick, and for peers, which pass on what they are given, what a gateway
 * would make of it, so that browsers get the same bytes from all. With a forced size a peer's
 * message is cut to the fields that the generator needs and filled up.
 */
final class Bodies {

  private static final long FILES_PER_TICK = 2_117;
  private static final long TOTAL = 48_000_000;

  private final int forcedSize;

  /**
   * @param forcedSize bytes of a peer's message; 0 for the gateway's own size
   */
  Bodies(int forcedSize) {
    this.forcedSize = forcedSize;
  }

  static String path(int batch) {
    return "/vol/show" + batch;
  }

  /** What an agent says. */
  static byte[] tick(String batch, int sequence) {
    return AgentLink.JSON.writeValueAsBytes(message(batch, sequence, ScanStatus.RUNNING, true));
  }

  /** What a browser is told of it. */
  byte[] shown(String batch, int sequence, boolean last) {
    ScanStatus status = last ? ScanStatus.COMPLETED : ScanStatus.RUNNING;
    if (forcedSize == 0) {
      return AgentLink.JSON.writeValueAsBytes(message(batch, sequence, status, false));
    }
    String start =
        "{\"type\":\"progress\",\"batch_id\":\"%s\",\"status\":\"%s\",\"sequence\":%d,\"fill\":\""
            .formatted(batch, status.wireName(), sequence);
    String text = start + "x".repeat(Math.max(0, forcedSize - start.length() - 2)) + "\"}";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ProgressMessage message(
      String batch, int sequence, ScanStatus status, boolean fromAgent) {
    long files = FILES_PER_TICK * sequence;
    long directories = files / 40;
    long bytes = files * 11_534_336;
    double percentage = 100.0 * files / TOTAL;
    double now = System.currentTimeMillis() / 1000.0;
    double rate = 41_800.25 + sequence % 100;
    double eta = (TOTAL - files) / rate;
    String file =
        "/vol/show/sh%03d/comp/v003/sh%03d_comp_v003.%04d.exr"
            .formatted(sequence % 1000, sequence % 1000, 1001 + sequence % 1000);
    TargetProgress target =
        new TargetProgress(
            0,
            AgentLink.AGENT,
            path(0),
            status,
            Phase.WALKING,
            files,
            TOTAL,
            false,
            percentage,
            file,
            directories,
            bytes,
            0,
            rate,
            eta,
            now,
            false,
            null);
    return new ProgressMessage(
        new BatchId(UUID.fromString(batch)),
        status,
        files,
        TOTAL,
        percentage,
        file,
        now,
        directories,
        bytes,
        0,
        rate,
        false,
        eta,
        Phase.WALKING,
        sequence,
        fromAgent ? 0 : null,
        fromAgent ? AgentLink.AGENT : null,
        fromAgent ? 1 : null,
        fromAgent ? null : List.of(target));
  }
}
