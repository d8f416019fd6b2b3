package org.gramscape.geoio.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.GeometryFactory;

class BackgroundSinkTest {

  /** Keeps numbers, and fails at one of them. */
  private static final class Numbers implements VectorSink {
    private final List<Object> written = new ArrayList<>();
    private final long failAt;
    private boolean committed;
    private boolean closed;

    Numbers(long failAt) {
      this.failAt = failAt;
    }

    @Override
    public void write(Feature feature) throws IOException {
      assertThat(closed).isFalse();
      if (feature.attributes().get("number").equals(failAt)) {
        throw new IOException("no space left");
      }
      written.add(feature.attributes().get("number"));
    }

    @Override
    public void commit() {
      committed = true;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private static Feature feature(long number) {
    return new Feature(new GeometryFactory().createPoint(), Map.of("number", number));
  }

  @Test
  void everyFeatureIsWrittenInOrderBeforeTheCommit() throws IOException {
    Numbers numbers = new Numbers(-1);
    try (VectorSink sink = new BackgroundSink(numbers)) {
      for (long i = 0; i < 5001; i++) {
        sink.write(feature(i));
      }
      sink.commit();
      assertThat(numbers.committed).isTrue();
      assertThat(numbers.written).isEqualTo(LongStream.range(0, 5001).boxed().toList());
    }
    assertThat(numbers.closed).isTrue();
  }

  @Test
  void aFailureComesOutAndNothingIsCommitted() throws IOException {
    for (long failAt : new long[] {0, 700, 2999}) {
      Numbers numbers = new Numbers(failAt);
      try (VectorSink sink = new BackgroundSink(numbers)) {
        assertThatThrownBy(
                () -> {
                  for (long i = 0; i < 3000; i++) {
                    sink.write(feature(i));
                  }
                  sink.commit();
                })
            .isInstanceOf(IOException.class)
            .hasMessage("no space left");
      }
      assertThat(numbers.committed).isFalse();
      assertThat(numbers.closed).isTrue();
    }
  }

  @Test
  void closingWithoutCommitEndsTheWriting() throws IOException {
    Numbers numbers = new Numbers(-1);
    try (VectorSink sink = new BackgroundSink(numbers)) {
      for (long i = 0; i < 3000; i++) {
        sink.write(feature(i));
      }
    }
    assertThat(numbers.committed).isFalse();
    assertThat(numbers.closed).isTrue();
  }
}
