package org.gramscape.model.hub;

/** Told how far a download is, about once a megabyte. */
@FunctionalInterface
public interface DownloadProgress {
  DownloadProgress NONE = (file, done, total) -> {};

  /** {@code done} of {@code total} bytes of a file are here. */
  void at(String file, long done, long total);
}
