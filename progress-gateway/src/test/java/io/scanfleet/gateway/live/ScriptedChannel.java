package io.scanfleet.gateway.live;

import io.scanfleet.gateway.live.channel.Channel;
import io.scanfleet.gateway.live.channel.Frame;
import io.scanfleet.gateway.live.channel.FrameBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.socket.CloseStatus;

/** A client with room for so many frames, which remembers what it was sent in which write. */
class ScriptedChannel implements Channel {

  final List<List<Frame>> writes = new ArrayList<>();
  int room = Integer.MAX_VALUE;
  Runnable whenOffered = () -> {};
  boolean aborted;
  private boolean busy;
  private @Nullable CloseStatus closed;

  @Override
  public int offer(FrameBatch frames) {
    whenOffered.run();
    int taken = closed == null ? Math.min(room, frames.size()) : 0;
    List<Frame> write = new ArrayList<>();
    for (int i = 0; i < taken; i++) {
      write.add(frames.get(i));
    }
    if (taken > 0) {
      writes.add(write);
      room -= taken;
    }
    busy = room == 0;
    return taken;
  }

  /** All that was sent, one after the other. */
  List<Frame> sent() {
    return writes.stream().flatMap(List::stream).toList();
  }

  /** With what leave was taken first; 0 if it was not. */
  int closeCode() {
    return closed == null ? 0 : closed.getCode();
  }

  @Override
  public boolean isBusy() {
    return busy;
  }

  @Override
  public void resume() {
    busy = room == 0;
  }

  @Override
  public void close(CloseStatus status) {
    closed = closed == null ? status : closed;
  }

  @Override
  public void closeByClient(CloseStatus status) {
    close(status);
  }

  @Override
  public void abort() {
    aborted = true;
  }
}
