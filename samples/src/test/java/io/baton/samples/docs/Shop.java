package io.baton.samples.docs;

import io.baton.events.Event;
import io.baton.events.Keyed;
import io.baton.events.Secret;

// docs: shop
sealed interface Shop extends Event {
  record Ordered(String order, int cents) implements Shop, Keyed {
    @Override
    public String key() {
      return order;
    }
  }

  record Paid(String order, @Secret String card) implements Shop {}
}
// end
