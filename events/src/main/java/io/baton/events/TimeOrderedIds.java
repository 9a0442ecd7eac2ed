package io.baton.events;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids of version 7. A root is 48 bits of time, 42 random bits of this source and a counter of 32:
 * two ids of one source are equal only if the counter goes round within a millisecond. A follow-up
 * keeps the time of its parent; its other bits come from the finalizer of SplitMix64 (Steele, Lea,
 * Flood: Fast splittable pseudorandom number generators, 2014), run over all that is given.
 */
final class TimeOrderedIds implements IdSource {

  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long LOW_62 = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final long LOW_12 = 0xFFFL;
  private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

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
    // Roots of one source differ in a counter only: unspread, a route could make up for it.
    long low = mix((mix(parent.low() ^ (route * GOLDEN)) + GOLDEN * (place + 1)) ^ parent.high());
    long high = (parent.high() & ~0xFFFFL) | VERSION_7 | ((low * GOLDEN) >>> 52);
    return new EventId(high, VARIANT | (low & LOW_62));
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }
}
