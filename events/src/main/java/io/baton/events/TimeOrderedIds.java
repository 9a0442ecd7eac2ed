package io.baton.events;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of version 7. A root is 48 bits of time, 42 random bits of this source and a counter of 32:
 * two ids of one source are equal only if the counter goes round within a millisecond. A follow-up
 * keeps the time of its parent; its other bits are a hash of all that is given, which for one route
 * and place is a bijection of the parent's low half, so that different parents never collide there.
 */
final class TimeOrderedIds implements IdSource {

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long LOW_62 = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final long LOW_12 = 0xFFFL;

  /**
   * Two odd numbers without a pattern in their bits: 2^64 by the golden ratio, and one of
   * MurmurHash3.
   */
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

  private static final long ODD = 0xFF51_AFD7_ED55_8CCDL;

  private final long highPrefix;
  private final long lowPrefix;
  private final AtomicLong counter;

  TimeOrderedIds() {
    var random = new SecureRandom();
    highPrefix = VERSION_7 | (random.nextLong() & LOW_12);
    lowPrefix = VARIANT | (random.nextLong() & LOW_62 & ~0xFFFF_FFFFL);
    counter = new AtomicLong(random.nextInt());
  }

  @Override
  public EventId root(long epochMillis) {
    return new EventId(
        (epochMillis << 16) | highPrefix, lowPrefix | (counter.getAndIncrement() & 0xFFFF_FFFFL));
  }

  @Override
  public EventId followUp(EventId parent, long route, int lane, int position) {
    long place = ((long) lane << 32) | (position & 0xFFFF_FFFFL);
    // Spread first: the roots of one source differ in a counter only, for which a bare route or
    // place could make up.
    long low = (parent.low() ^ (route * GOLDEN + place * ODD)) * GOLDEN;
    low ^= low >>> 32;
    long high = (parent.high() & ~0xFFFFL) | VERSION_7 | (low >>> 52);
    return new EventId(high, VARIANT | (low & LOW_62));
  }
}
