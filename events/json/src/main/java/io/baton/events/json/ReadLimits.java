package io.baton.events.json;

import tools.jackson.core.StreamReadConstraints;

/**
 * The limits as the parser checks them while it reads, so that nothing beyond them is ever
 * buffered. It answers with the codec's own exception, which says which limit it was.
 */
final class ReadLimits extends StreamReadConstraints {

  private static final long serialVersionUID = 1L;

  private final transient Limits limits;

  ReadLimits(Limits limits) {
    super(
        limits.depth(),
        limits.documentBytes(),
        Long.MAX_VALUE,
        limits.numberLength(),
        limits.stringLength(),
        limits.stringLength());
    this.limits = limits;
  }

  @Override
  public void validateNestingDepth(int depth) {
    limits.check(CodecLimit.DEPTH, depth);
  }

  @Override
  public void validateDocumentLength(long length) {
    limits.check(CodecLimit.DOCUMENT_SIZE, length);
  }

  @Override
  public void validateStringLength(int length) {
    limits.check(CodecLimit.STRING_LENGTH, length);
  }

  @Override
  public void validateStringLengthLong(long length) {
    limits.check(CodecLimit.STRING_LENGTH, length);
  }

  @Override
  public void validateNameLength(int length) {
    limits.check(CodecLimit.STRING_LENGTH, length);
  }

  @Override
  public void validateIntegerLength(int length) {
    limits.check(CodecLimit.NUMBER_LENGTH, length);
  }

  @Override
  public void validateFPLength(int length) {
    limits.check(CodecLimit.NUMBER_LENGTH, length);
  }
}
