package org.gramscape.model.ssl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class PrefetchTest {

  @Test
  void givesEachIterationItsOwnInAnyOrder() throws Exception {
    try (Prefetch<Long> prefetch = new Prefetch<>(iteration -> 10 * iteration, made -> {}, 100)) {
      for (long iteration : List.of(0, 1, 2, 7, 8, 8, 3, 99, 4)) {
        assertThat(prefetch.take(iteration)).isEqualTo(10 * iteration);
      }
    }
  }

  @Test
  void makesTwoAheadAndNoMore() throws Exception {
    ConcurrentLinkedQueue<Long> made = new ConcurrentLinkedQueue<>();
    Semaphore count = new Semaphore(0);
    Prefetch<Long> prefetch =
        new Prefetch<>(
            iteration -> {
              made.add(iteration);
              count.release();
              return iteration;
            },
            unwanted -> {},
            5);
    prefetch.take(0);
    count.acquire(3);
    assertThat(made).containsExactly(0L, 1L, 2L);
    prefetch.take(1);
    count.acquire();
    for (long iteration = 2; iteration < 5; iteration++) {
      prefetch.take(iteration);
    }
    prefetch.close();
    assertThat(made).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void anErrorBelongsToItsIteration() throws Exception {
    try (Prefetch<Long> prefetch =
        new Prefetch<>(
            iteration -> {
              if (iteration == 1) {
                throw new IOException("no scene left");
              }
              if (iteration == 2) {
                throw new IllegalStateException("broken");
              }
              return iteration;
            },
            unwanted -> {},
            9)) {
      assertThat(prefetch.take(0)).isZero();
      for (int again = 0; again < 2; again++) {
        assertThatThrownBy(() -> prefetch.take(1))
            .isInstanceOf(IOException.class)
            .hasMessage("no scene left");
      }
      assertThatThrownBy(() -> prefetch.take(2)).isInstanceOf(IllegalStateException.class);
      assertThat(prefetch.take(3)).isEqualTo(3);
    }
  }

  @Test
  void closesWhenNothingIsBeingMadeAnyMore() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    AtomicBoolean making = new AtomicBoolean();
    Prefetch<Long> prefetch =
        new Prefetch<>(
            iteration -> {
              if (iteration == 1) {
                making.set(true);
                begun.countDown();
                // As a reader that can't be interrupted.
                for (long end = System.nanoTime() + 200_000_000L; System.nanoTime() < end; ) {
                  Thread.onSpinWait();
                }
                making.set(false);
              }
              return iteration;
            },
            unwanted -> {},
            9);
    prefetch.take(0);
    begun.await();
    prefetch.close();
    assertThat(making).isFalse();
  }

  @Test
  void whatIsNotTakenIsDiscardedOnce() throws Exception {
    ConcurrentLinkedQueue<Long> made = new ConcurrentLinkedQueue<>();
    ConcurrentLinkedQueue<Long> discarded = new ConcurrentLinkedQueue<>();
    Prefetch<Long> prefetch =
        new Prefetch<>(
            iteration -> {
              if (iteration == 21) {
                throw new IOException("no scene left");
              }
              made.add(iteration);
              return iteration;
            },
            discarded::add,
            100);
    prefetch.take(0);
    prefetch.take(1);
    prefetch.take(20);
    prefetch.close();
    made.removeAll(List.of(0L, 1L, 20L));
    assertThat(discarded).containsExactlyInAnyOrderElementsOf(made).contains(2L, 3L);
  }
}
