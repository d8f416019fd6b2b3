package org.gramscape.training.run;

import java.util.Locale;

/** Large numbers, in words. */
final class Amount {
  private Amount() {}

  /** {@code 5.7 M}. */
  static String ofValues(long values) {
    return String.format(Locale.ROOT, "%.1f M", values / 1e6);
  }

  /** {@code 340 MB} or {@code 1.2 GB}. */
  static String ofBytes(long bytes) {
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
