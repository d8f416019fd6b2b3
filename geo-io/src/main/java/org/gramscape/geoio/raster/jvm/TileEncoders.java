package org.gramscape.geoio.raster.jvm;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Encodes tiles on several threads, and hands them on in the order in which they came.
 *
 * <p>The encoders are the bound: who wants one waits for the oldest tile. All methods are for one
 * thread, which also runs what takes the encoded tiles.
 */
final class TileEncoders implements AutoCloseable {

  /** Takes an encoded tile, whose bytes are good until it returns. */
  @FunctionalInterface
  interface Target {
    void store(byte[] bytes, int length) throws IOException;
  }

  private record Encoding(TileEncoder encoder, Future<?> work, Target target) {}

  private final ExecutorService threads;
  private final Deque<TileEncoder> idle = new ArrayDeque<>();
  private final Deque<Encoding> begun = new ArrayDeque<>();

  /** Two encoders a thread, so that none waits while a tile is filled or stored. */
  TileEncoders(int threads, Supplier<TileEncoder> encoders) {
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            task -> {
              Thread thread = new Thread(task, "tile-encoder");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < 2 * threads; i++) {
      idle.add(encoders.get());
    }
  }

  /** An encoder whose tile is to be filled. */
  TileEncoder next() throws IOException {
    if (idle.isEmpty()) {
      finishOldest();
    }
    return idle.remove();
  }

  void encode(TileEncoder filled, Target target) {
    begun.add(new Encoding(filled, threads.submit(filled::encode), target));
  }

  /** Waits until every tile has been handed on. */
  void finish() throws IOException {
    while (!begun.isEmpty()) {
      finishOldest();
    }
  }

  private void finishOldest() throws IOException {
    Encoding oldest = begun.element();
    try {
      oldest.work().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while tiles were encoded");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a tile could not be encoded", e.getCause());
    }
    oldest.target().store(oldest.encoder().encoded(), oldest.encoder().length());
    begun.remove();
    idle.add(oldest.encoder());
  }

  /** Gives up what has not been handed on. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    while (!threads.isTerminated()) {
      try {
        threads.awaitTermination(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    begun.forEach(encoding -> encoding.encoder().close());
    idle.forEach(TileEncoder::close);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
