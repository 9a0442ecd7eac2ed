package io.baton.samples.text;

import java.util.Set;

/** English words that say nothing of what a sentence is about. */
final class FunctionWords {
  private static final Set<String> ALL =
      Set.of(
          """
          a about above after again against all also although am an and any are aren't as at be \
          because been before being below between both but by can can't cannot could couldn't did \
          didn't do does doesn't doing don't down during each either else even ever every few for \
          from further had hadn't has hasn't have haven't having he her here hers herself him \
          himself his how however i if in into is isn't it it's its itself just may me might more \
          most much must my myself neither no nor not now of off on once only or other ought our \
          ours ourselves out over own rather same shall shan't she should shouldn't since so some \
          such than that the their theirs them themselves then there these they this those though \
          through thus to too under until up upon us very was wasn't we were weren't what when \
          where whether which while who whom whose why will with within without won't would \
          wouldn't yet you your yours yourself yourselves\
          """
              .split(" ", -1));

  private FunctionWords() {}

  static boolean contains(String lowerCaseWord) {
    return ALL.contains(lowerCaseWord);
  }
}
