package org.gramscape.tiling;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * How much memory a run may take.
 *
 * @param heap what Java objects may take
 * @param total what the process may take: Java's objects and the network's work outside the heap
 */
public record MemoryBudget(ByteSize heap, ByteSize total) {

  /** The part of the machine's memory, in percent, that a run takes without being told. */
  private static final int SHARE = 80;

  /**
   * What this process may take: its heap limit, and {@code maxMemory} or else 80 % of the machine's
   * memory (a container's, within one).
   */
  public static MemoryBudget ofThisMachine(Optional<ByteSize> maxMemory) {
    OperatingSystemMXBean machine =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new MemoryBudget(
        new ByteSize(Runtime.getRuntime().maxMemory()),
        maxMemory.orElseGet(() -> new ByteSize(machine.getTotalMemorySize() / 100 * SHARE)));
  }
}
