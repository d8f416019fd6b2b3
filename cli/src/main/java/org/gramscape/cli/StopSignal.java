package org.gramscape.cli;

import java.util.ArrayList;
import java.util.List;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C, or a request to end, as a question between two steps of a long job that saves first.
 *
 * <p>Java's own way, to end at once and give threads some time, would take libtorch down while it
 * computes.
 */
final class StopSignal implements AutoCloseable {
  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  private record Replaced(Signal signal, SignalHandler handler) {}

  private final List<Replaced> replaced = new ArrayList<>();
  private volatile boolean asked;

  /**
   * Listens from now on.
   *
   * @param answer is run at every signal
   */
  StopSignal(Runnable answer) {
    for (String name : SIGNALS) {
      try {
        Signal signal = new Signal(name);
        SignalHandler handler =
            Signal.handle(
                signal,
                received -> {
                  asked = true;
                  answer.run();
                });
        replaced.add(new Replaced(signal, handler));
      } catch (IllegalArgumentException e) {
        // Windows has fewer signals, and Java may have been told to leave them alone.
      }
    }
  }

  boolean isAsked() {
    return asked;
  }

  @Override
  public void close() {
    replaced.forEach(each -> Signal.handle(each.signal(), each.handler()));
  }
}
