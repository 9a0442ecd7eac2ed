package io.baton.dispatcher;

import io.baton.events.Keyed;

/** An event of the tests of order: the number of its kind in an account, from 0. */
record Debit(String account, int n) implements Keyed {
  @Override
  public String key() {
    return account;
  }
}
