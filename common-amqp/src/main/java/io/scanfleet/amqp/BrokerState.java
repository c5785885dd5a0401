package io.scanfleet.amqp;

import com.rabbitmq.client.BlockedListener;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.amqp.rabbit.connection.Connection;
import org.springframework.amqp.rabbit.connection.ConnectionListener;

/**
 * Whether the broker is there and takes messages, as the connections tell it; asking costs nothing
 * and waits for nobody. Thread-safe.
 */
public final class BrokerState implements ConnectionListener {

  private final Set<Connection> open = ConcurrentHashMap.newKeySet();
  private final Set<Connection> blocked = ConcurrentHashMap.newKeySet();

  @Override
  public void onCreate(@Nullable Connection connection) {
    if (connection == null) {
      return;
    }
    open.add(connection);
    connection.addBlockedListener(
        new BlockedListener() {
          @Override
          public void handleBlocked(String reason) {
            blocked.add(connection);
          }

          @Override
          public void handleUnblocked() {
            blocked.remove(connection);
          }
        });
  }

  @Override
  public void onClose(Connection connection) {
    open.remove(connection);
    blocked.remove(connection);
  }

  @Override
  public void onShutDown(ShutdownSignalException signal) {
    open.removeIf(connection -> !connection.isOpen());
    blocked.removeIf(connection -> !connection.isOpen());
  }

  /** Whether at least one connection is open. */
  public boolean isConnected() {
    return open.stream().anyMatch(Connection::isOpen);
  }

  /** Whether there is a connection and the broker has blocked none for want of memory or disk. */
  public boolean acceptsMessages() {
    return isConnected() && blocked.stream().noneMatch(Connection::isOpen);
  }
}
