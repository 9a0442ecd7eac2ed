package io.baton.events.json;

/** The bounds of one codec. */
record Limits(int depth, int stringLength, int numberLength, int documentBytes) {

  void check(CodecLimit limit, long reached) {
    int bound =
        switch (limit) {
          case DEPTH -> depth;
          case STRING_LENGTH -> stringLength;
          case NUMBER_LENGTH -> numberLength;
          case DOCUMENT_SIZE -> documentBytes;
        };
    if (reached > bound) {
      throw new EventCodecException.LimitExceeded(limit, bound, reached);
    }
  }
}
