package io.baton.agents.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.baton.agents.DetachedContext;
import io.baton.agents.MemoryKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoTest {

  record Profile(String name, int age) {}

  static final MemoryKey<Profile> PROFILE = MemoryKey.of("profile", new Profile("", 0));
  static final MemoryKey<Integer> VISITS = MemoryKey.of("visits", 0);
  static final MemoryKey<List<String>> LIKES = MemoryKey.of("likes", List.of());
  static final MemoryKey<Map<String, Integer>> SCORES = MemoryKey.of("scores", Map.of());

  final ScriptedModel model = new ScriptedModel();
  final DetachedContext context = DetachedContext.of(new Claim("x"));

  @Test
  void modelIsGivenWhatIsRemembered() throws Exception {
    context.memory().put(PROFILE, new Profile("Ann", 30));
    context.memory().put(LIKES, List.of("tea"));
    model.say("Hello Ann.");

    ask(Memo.of(PROFILE), Memo.list(LIKES, String.class, 10));

    assertThat(model.texts(0).getFirst())
        .isEqualTo(
            """
            Be brief.

            What you remember, as JSON:
            {"profile":{"name":"Ann","age":30},"likes":["tea"]}
            Call the tool remember to keep what you want to know later.\
            """);
  }

  @Test
  void whatTheModelKeepsIsMergedByItsType() throws Exception {
    context.memory().put(LIKES, List.of("tea", "rain"));
    context.memory().put(SCORES, Map.of("chess", 1, "go", 2));
    model
        .call(
            Calls.request(
                "remember",
                """
                {"profile": {"name": "Ann", "age": 31}, "likes": ["rain", "sun"],
                 "scores": {"go": 3}}\
                """))
        .say("Kept.");

    ask(
        Memo.of(PROFILE),
        Memo.of(VISITS),
        Memo.list(LIKES, String.class, 2),
        Memo.map(SCORES, Integer.class));

    assertThat(context.memory().get(PROFILE)).isEqualTo(new Profile("Ann", 31));
    assertThat(context.memory().get(VISITS)).isZero();
    assertThat(context.memory().get(LIKES)).containsExactly("rain", "sun");
    assertThat(context.memory().get(SCORES))
        .containsOnly(Map.entry("chess", 1), Map.entry("go", 3));
    assertThat(model.texts(1).getLast()).isEqualTo("kept");
  }

  @Test
  void whatIsOfAnotherTypeIsNotKept() throws Exception {
    model.call(Calls.request("remember", "{\"visits\": \"many\"}")).say("Sorry.");

    ask(Memo.of(VISITS));

    assertThat(model.texts(1).getLast()).contains("visits: expected a whole number");
    assertThat(context.memory().snapshot()).isEmpty();
  }

  @Test
  void memoOfTheRunIsInItsMemory() throws Exception {
    model.call(Calls.request("remember", "{\"visits\": 4}")).say("Kept.");

    ask(Memo.of(VISITS).ofTheRun());

    assertThat(context.runMemory().get(VISITS)).isEqualTo(4);
    assertThat(context.memory().get(VISITS)).isZero();
  }

  @Test
  void readOnlyMemoIsSeenAndNotKept() throws Exception {
    model.say("Four.").call(Calls.request("remember", "{\"visits\": 4}")).say("Sorry.");

    ask(Memo.of(VISITS).readOnly());
    ask(Memo.of(VISITS).readOnly(), Memo.of(PROFILE).describe("who asks"));

    assertThat(model.texts(0).getFirst()).endsWith("{\"visits\":0}");
    assertThat(model.asked().getFirst().toolSpecifications()).isEmpty();
    assertThat(model.texts(2).getLast()).contains("visits: is unknown");
    assertThat(model.asked().get(1).toolSpecifications().getFirst().toString())
        .contains("who asks");
  }

  @Test
  void whatCannotBeGivenToAModelIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Memo.of(LIKES))
        .withMessage("memory key likes holds a collection: say of what, by Memo.list or Memo.map");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Memo.of(MemoryKey.of("my visits", 0)))
        .withMessageContaining("must match [a-zA-Z0-9_.-]{1,64}, but is \"my visits\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Memo.of(MemoryKey.of("thread", Thread.currentThread())))
        .withMessageContaining("memory key thread is of type Thread, which has no JSON form");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ask(Memo.of(VISITS), Memo.of(VISITS)))
        .withMessage("two memory keys have one name: [visits, visits]");
  }

  private void ask(Memo<?>... memos) throws Exception {
    LlmAgent.builder(Claim.class)
        .model(model)
        .behaviour("Be brief.")
        .prompt(Claim::text)
        .remembers(memos)
        .answer((claim, text) -> new Claim(text))
        .build()
        .receive(new Claim("Who am I?"), context);
  }
}
