package org.gramscape.tiling;

/**
 * What a run takes in memory.
 *
 * @param heap Java's objects: sums, tiles on their way
 * @param model the model's weights and its work
 */
public record MemoryNeed(ByteSize heap, ByteSize model) {

  public ByteSize total() {
    return new ByteSize(heap.bytes() + model.bytes());
  }

  /** Whether both the heap and the whole are allowed. */
  public boolean fits(MemoryBudget budget) {
    return heap.bytes() <= budget.heap().bytes() && total().bytes() <= budget.total().bytes();
  }
}
