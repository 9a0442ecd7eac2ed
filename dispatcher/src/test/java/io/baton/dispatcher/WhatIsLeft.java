package io.baton.dispatcher;

import java.util.List;

/** What one agent still has to do, as a report tells it. */
record WhatIsLeft(String agent, long queued, long running) {

  static List<WhatIsLeft> of(DrainReport report) {
    return report.remaining().stream()
        .map(left -> new WhatIsLeft(left.agent(), left.queued(), left.running()))
        .toList();
  }
}
