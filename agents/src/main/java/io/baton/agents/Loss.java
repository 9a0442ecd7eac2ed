package io.baton.agents;

import java.util.BitSet;

/**
 * A part that will never come, since who could have brought it has failed for good.
 *
 * @param slots the needed slots that it could have gone to; never changed
 * @param reason who has failed, and why
 */
record Loss(BitSet slots, String reason) {}
