package org.gramscape.tiling;

/**
 * What a run takes in memory.
 *
 * @param heap Java's objects: sums, tiles on their way
 * @param model the model's weights and its work
 * @param process Java itself and the libraries
 */
public record MemoryNeed(ByteSize heap, ByteSize model, ByteSize process) {

  public ByteSize total() {
    return new ByteSize(heap.bytes() + model.bytes() + process.bytes());
  }

  /** Whether both the heap and the whole are allowed. */
  public boolean fits(MemoryBudget budget) {
    return heap.bytes() <= budget.heap().bytes() && total().bytes() <= budget.total().bytes();
  }
}
