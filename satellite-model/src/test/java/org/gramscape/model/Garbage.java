package org.gramscape.model;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Takes back the JVM's native memory that no Java object holds, and writes over it. */
public final class Garbage {
  private static final int BYTES = 64;

  private Garbage() {}

  /** Collects all direct buffers that nobody refers to, and fills their memory with NaNs. */
  public static void collect() throws InterruptedException {
    BufferPoolMXBean pool =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(bean -> bean.getName().equals("direct"))
            .findFirst()
            .orElseThrow();
    long before;
    do {
      before = pool.getCount();
      System.gc();
      // A buffer's memory goes some time after it was found to be garbage.
      Thread.sleep(50);
    } while (pool.getCount() < before);
    List<ByteBuffer> junk = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 + i % BYTES);
      while (buffer.hasRemaining()) {
        buffer.put((byte) -1);
      }
      junk.add(buffer);
    }
  }
}
