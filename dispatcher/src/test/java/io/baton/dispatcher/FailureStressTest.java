package io.baton.dispatcher;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.baton.agents.AgentContext;
import io.baton.agents.Ordering;
import io.baton.agents.RunOutcome;
import io.baton.events.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Timeout;

/**
 * Agents of all kinds that fail, block, ignore their interrupts and take too long, with retries,
 * recoveries, rates, circuits and cancelled runs. After each round nothing is in flight, and every
 * delivery has come to exactly one end. Set {@code baton.seed} to repeat one round, and {@code
 * baton.soak} to play more.
 */
@Timeout(90)
class FailureStressTest {

  private static final int PRODUCERS = 3;
  private static final int EVENTS = 60;

  record Job(int n, boolean isCancelled, long seed) implements Event {}

  record Done(int n, String route) implements Event {}

  private final Router router = new Router();
  private final List<String> routes = new ArrayList<>();
  private final Map<String, AtomicInteger> ends = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> working = new ConcurrentHashMap<>();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> mistakes = new ConcurrentLinkedQueue<>();
  private final AtomicInteger numbers = new AtomicInteger();

  @RepeatedTest(5)
  void everyDeliveryComesToExactlyOneEnd(RepetitionInfo info) throws Exception {
    long seed = Long.getLong("baton.seed", System.nanoTime() * 31 + info.getCurrentRepetition());
    System.out.println("FailureStressTest: -Dbaton.seed=" + seed);
    var random = new SplittableRandom(seed);
    addRoutes(random);
    try (var dispatcher =
            AsyncDispatcher.builder(router)
                .ringSize(1 << random.nextInt(8))
                .maxInFlight(1 + random.nextInt(100))
                .random(random.split())
                .closeTimeout(ofSeconds(20))
                .start();
        var _ = new CapturedLog(Level.OFF)) {
      for (int round = 0; round < Crew.rounds(3); round++) {
        play(dispatcher, random, seed);
      }
    }
  }

  private void play(AsyncDispatcher dispatcher, SplittableRandom random, long seed)
      throws Exception {
    var jobs = new ConcurrentLinkedQueue<Job>();
    SplittableRandom[] randoms = {random.split(), random.split(), random.split()};
    Crew.together(
        PRODUCERS, ofSeconds(60), number -> produce(dispatcher, randoms[number], jobs));
    DrainReport report = Crew.drain(dispatcher);

    dispatcher.deadLetters().list().forEach(letter -> {
      ended(((Job) letter.envelope().event()).n(), letter.agent());
      dispatcher.deadLetters().remove(letter);
    });
    assertThat(mistakes).as("seed %s", seed).isEmpty();
    assertThat(report.scheduled()).as("seed %s", seed).isZero();
    assertThat(report.queued()).as("seed %s", seed).isZero();
    assertThat(report.remaining()).as("seed %s", seed).isEmpty();
    assertThat(dispatcher.runs()).as("seed %s", seed).isEmpty();
    jobs.forEach(job -> assertEnds(job, seed));
  }

  private void assertEnds(Job job, long seed) {
    for (String route : routes) {
      int count = ends.getOrDefault(key(job.n(), route), new AtomicInteger()).get();
      assertThat(count)
          .as("seed %s: ends of %s on %s", seed, job, route)
          .isBetween(job.isCancelled() ? 0 : 1, 1);
    }
  }

  private void produce(
      AsyncDispatcher dispatcher, SplittableRandom random, ConcurrentLinkedQueue<Job> jobs)
      throws InterruptedException {
    var runs = new ArrayList<Run>();
    for (int i = 0; i < EVENTS; i++) {
      int kind = random.nextInt(4);
      var job = new Job(numbers.incrementAndGet(), kind == 0, random.nextLong());
      jobs.add(job);
      switch (kind) {
        case 0 -> cancelSoon(dispatcher.run(job), random.nextInt(8));
        case 1 -> runs.add(dispatcher.run(job));
        default -> dispatcher.dispatch(job);
      }
    }
    for (var run : runs) {
      var report = run.await(ofSeconds(30));
      assertThat(report.outcome()).isEqualTo(RunOutcome.COMPLETED);
      // each route, and the one that takes what is done
      assertThat(report.handled() + report.failed())
          .isEqualTo(2L * routes.size() - report.failed());
    }
  }

  private static void cancelSoon(Run run, int millis) {
    Thread.startVirtualThread(() -> {
      Work.lasting(ofMillis(millis));
      run.cancel("enough");
    });
  }

  private void addRoutes(SplittableRandom random) {
    for (int i = 0; i < 5; i++) {
      String name = "route-" + i;
      boolean isAsync = random.nextInt(3) == 0;
      int width = random.nextInt(4);
      var execution = random.nextBoolean() ? Execution.VIRTUAL : Execution.CPU;
      var options = policy(random.split(), random.nextInt(16));
      routes.add(name);
      if (isAsync) {
        router.onAsync(
            Job.class, name, this::workLater, o -> shaped(options.apply(o), width, execution));
      } else {
        router.on(Job.class, name, this::work, o -> shaped(options.apply(o), width, execution));
      }
    }
    router.listen(
        Done.class, "done", done -> ended(done.n(), done.route()), o -> o.concurrency(2));
  }

  private static RouteOptions<Job> shaped(
      RouteOptions<Job> options, int width, Execution execution) {
    return switch (width) {
      case 0 -> options.execution(execution);
      case 1 -> options.execution(execution).ordered(Ordering.SERIAL);
      default -> options.execution(execution).concurrency(width);
    };
  }

  private UnaryOperator<RouteOptions<Job>> policy(
      SplittableRandom random, int parts) {
    int most = 1 + random.nextInt(4);
    return o -> {
      var options = o.timeout(ofMillis(4));
      if ((parts & 1) != 0) {
        options = options.retry(Retry.attempts(most).backoff(ofMillis(0), ofMillis(2)));
      }
      if ((parts & 2) != 0) {
        options = options.recover(this::recover);
      }
      if ((parts & 4) != 0) {
        options = options.rateLimit(20, ofMillis(5));
      }
      if ((parts & 8) != 0) {
        options = options.circuitBreaker(CircuitBreaker.opensAfter(5, 6).pause(ofMillis(3)));
      }
      return options;
    };
  }

  private Recovery recover(Job job, Throwable cause, AgentContext context) throws Exception {
    var random = new SplittableRandom(job.seed() ^ cause.getClass().getName().hashCode());
    return switch (random.nextInt(4)) {
      case 0 -> new Recovery.Replace(List.of(new Done(job.n(), context.agentName())));
      case 1 -> new Recovery.Bury();
      case 2 ->
          context.attempt() < 4
              ? new Recovery.RetryAfter(ofMillis(random.nextInt(2)))
              : new Recovery.Bury();
      default -> throw new IllegalStateException("the handler fails");
    };
  }

  private List<Event> work(Job job, AgentContext context) throws InterruptedException {
    String key = key(job.n(), context.agentName());
    int attempt = context.attempt();
    String agent = context.agentName();
    enter(key, attempt);
    try {
      fail(new SplittableRandom(job.seed() ^ agent.hashCode() * 31L + attempt));
    } finally {
      leave(key);
    }
    return List.of(new Done(job.n(), agent));
  }

  private void enter(String key, int attempt) {
    if (working.computeIfAbsent(key, _ -> new AtomicInteger()).incrementAndGet() > 1) {
      mistakes.add(key + ": two attempts at once");
    }
    Integer before = attempts.put(key, attempt);
    if (before != null && before >= attempt) {
      mistakes.add(key + ": attempt " + attempt + " after " + before);
    }
  }

  private void leave(String key) {
    working.get(key).decrementAndGet();
  }

  private static void fail(SplittableRandom random) throws InterruptedException {
    switch (random.nextInt(8)) {
      case 0, 1 -> throw new IllegalStateException("on purpose");
      case 2 -> throw new AssertionError("an error");
      case 3 -> new CountDownLatch(1).await(); // until its time is up
      case 4 -> Work.lasting(ofMillis(5 + random.nextInt(3))); // whatever interrupts it
      case 5 -> Work.lasting(ofMillis(4)); // about as long as it may
      default -> {}
    }
  }

  private CompletableFuture<List<Event>> workLater(Job job, AgentContext context)
      throws InterruptedException {
    var random = new SplittableRandom(job.seed() ^ context.attempt());
    if (random.nextBoolean()) {
      return CompletableFuture.completedFuture(work(job, context));
    }
    var answer = new CompletableFuture<List<Event>>();
    var done = new Done(job.n(), context.agentName());
    switch (random.nextInt(4)) {
      case 0 -> answer.completeExceptionally(new IllegalStateException("on purpose"));
      case 1 -> {} // never
      default -> completeLater(answer, done, random.nextInt(6));
    }
    return answer;
  }

  private static void completeLater(
      CompletableFuture<List<Event>> answer, Done done, int millis) {
    Thread.startVirtualThread(() -> {
      Work.lasting(ofMillis(millis));
      answer.complete(List.of(done));
    });
  }

  private void ended(int n, String route) {
    ends.computeIfAbsent(key(n, route), _ -> new AtomicInteger()).incrementAndGet();
  }

  private static String key(int n, String route) {
    return n + "/" + route;
  }
}
