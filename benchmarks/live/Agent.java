import io.scanfleet.model.ScanStatus;
import io.scanfleet.model.Totals;
import java.io.IOException;

/** The gateway's feed: batches of an agent that walks nothing, and their ticks. */
final class Agent implements Feed {

  private final AgentLink link;
  private final int gatewayPort;

  Agent(int brokerPort, int gatewayPort) throws Exception {
    this.gatewayPort = gatewayPort;
    link = new AgentLink(brokerPort);
  }

  @Override
  public String[] begin(int batches) throws Exception {
    String[] ids = new String[batches];
    for (int i = 0; i < batches; i++) {
      ids[i] = link.start(gatewayPort, Bodies.path(i));
      link.state(ids[i], ScanStatus.RUNNING, 0, null, 1);
    }
    return ids;
  }

  @Override
  public void tick(String batch, int sequence) throws IOException {
    link.tick(batch, Bodies.tick(batch, sequence));
  }

  @Override
  public void finish(String batch, int lastSequence) throws Exception {
    Totals one = new Totals(1, 0, 0, 0, 0, 0L, 0, false);
    link.state(batch, ScanStatus.COMPLETED, 0, one, lastSequence + 1);
  }

  @Override
  public void close() {
    link.close();
  }
}
