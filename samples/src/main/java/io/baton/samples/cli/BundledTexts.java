package io.baton.samples.cli;

import java.util.List;
import java.util.stream.Stream;

/**
 * Texts in the public domain that come with the program: fables of Aesop (V. S. Vernon Jones,
 * 1912), Lincoln's address at Gettysburg (1863), and the fall down the rabbit-hole (Lewis Carroll,
 * 1865).
 */
final class BundledTexts {

  private BundledTexts() {}

  static List<Input> all() {
    return Stream.of(
            "the-fox-and-the-grapes.txt",
            "the-crow-and-the-pitcher.txt",
            "the-ant-and-the-grasshopper.txt",
            "the-hare-and-the-tortoise.txt",
            "the-lion-and-the-mouse.txt",
            "the-gettysburg-address.txt",
            "down-the-rabbit-hole.txt")
        .<Input>map(Input.OfResource::new)
        .toList();
  }
}
