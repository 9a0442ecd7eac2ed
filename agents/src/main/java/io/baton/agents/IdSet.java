package io.baton.agents;

/** A set of 128-bit ids, by open addressing in an array; zero is empty and told apart. */
final class IdSet {

  private long[] cells = new long[32];
  private boolean hasZero;
  private int size;

  boolean contains(long high, long low) {
    if ((high | low) == 0) {
      return hasZero;
    }
    return !isFree(cells, cellOf(cells, high, low));
  }

  void add(long high, long low) {
    if ((high | low) == 0) {
      hasZero = true;
      return;
    }
    if (size * 4 >= cells.length) {
      grow();
    }
    put(cells, high, low);
    size++;
  }

  private void grow() {
    var larger = new long[cells.length * 2];
    for (int i = 0; i < cells.length; i += 2) {
      if (!isFree(cells, i)) {
        put(larger, cells[i], cells[i + 1]);
      }
    }
    cells = larger;
  }

  private static void put(long[] cells, long high, long low) {
    int cell = cellOf(cells, high, low);
    cells[cell] = high;
    cells[cell + 1] = low;
  }

  /** The cell that holds an id, or the free one where it belongs. */
  private static int cellOf(long[] cells, long high, long low) {
    int mask = cells.length - 2;
    int cell = (int) (((high * 31 + low) * 0x9E37_79B9_7F4A_7C15L) >>> 32) & mask;
    while (!isFree(cells, cell) && (cells[cell] != high || cells[cell + 1] != low)) {
      cell = (cell + 2) & mask;
    }
    return cell;
  }

  private static boolean isFree(long[] cells, int cell) {
    return (cells[cell] | cells[cell + 1]) == 0;
  }
}
