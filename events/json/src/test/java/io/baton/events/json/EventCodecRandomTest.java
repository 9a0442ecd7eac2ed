package io.baton.events.json;

import static io.baton.events.json.Codecs.CODEC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.baton.events.Envelope;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventCodecRandomTest {

  private static final int ROUNDS = 2_000;

  private long seed;
  private Random random = new Random(0);

  @BeforeEach
  void seed() {
    seed = Long.getLong("baton.seed", ThreadLocalRandom.current().nextLong());
    random = new Random(seed);
    System.out.println("baton.seed=" + seed);
  }

  @Test
  void anyEnvelopeSurvives() {
    var envelopes = new RandomEnvelopes(random);
    for (int i = 0; i < ROUNDS; i++) {
      Envelope envelope = envelopes.next();

      assertThat(CODEC.decode(CODEC.encodeBytes(envelope))).as("seed %d", seed).isEqualTo(envelope);
    }
  }

  @Test
  void damagedDocumentIsRefusedInTheCodecsOwnTerms() {
    var envelopes = new RandomEnvelopes(random);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] damaged = CODEC.encodeBytes(envelopes.next());
      for (int j = random.nextInt(3); j >= 0; j--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        CODEC.decode(damaged);
      } catch (EventCodecException _) {
        // as it should be; where the damage hit a text, the document may still be sound
      } catch (RuntimeException e) {
        fail("seed " + seed, e);
      }
    }
  }
}
