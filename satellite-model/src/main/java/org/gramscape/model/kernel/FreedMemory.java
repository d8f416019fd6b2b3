package org.gramscape.model.kernel;

import com.sun.jna.Function;
import com.sun.jna.Platform;

/**
 * What libtorch has freed. GNU's C library keeps it to give it out again, and while weights are
 * packed, between what stays: half as much as all the weights together.
 */
final class FreedMemory {
  private FreedMemory() {}

  /** Gives it back to the system, where the C library has a way to ask for that. */
  static void giveBack() {
    if (!Platform.isLinux()) {
      return;
    }
    try {
      Function.getFunction(Platform.C_LIBRARY_NAME, "malloc_trim").invokeInt(new Object[] {0});
    } catch (UnsatisfiedLinkError e) {
      // Another C library, with another way to keep memory.
    }
  }
}
