package org.gramscape.landcover.change;

import java.util.List;

/**
 * How much ground went from which class to which.
 *
 * @param rows by class before, then after
 */
public record ChangeTable(List<Row> rows) {
  public ChangeTable {
    rows = List.copyOf(rows);
  }

  /**
   * Ground of one class before and one after.
   *
   * @param before the name of the class, or its number if it has none
   * @param after the same of the class after
   */
  public record Row(String before, String after, double squareMetres) {
    public boolean isChange() {
      return !before.equals(after);
    }
  }

  /** All ground that has a class before and after. */
  public double squareMetres() {
    return rows.stream().mapToDouble(Row::squareMetres).sum();
  }

  /** The ground whose class is another after. */
  public double changedSquareMetres() {
    return rows.stream().filter(Row::isChange).mapToDouble(Row::squareMetres).sum();
  }
}
