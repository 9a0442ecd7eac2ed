package io.baton.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.agents.Join;
import io.baton.dispatcher.Act.Ask;
import io.baton.dispatcher.Act.Both;
import io.baton.dispatcher.Act.Left;
import io.baton.dispatcher.Act.Reply;
import io.baton.dispatcher.Act.Right;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouterDiagramTest {

  private final Router router = new Router();

  @Test
  void agentsAreBoxesJoinsAreHexagonsAndTypesStandOnTheArrows() {
    router.on(Ask.class, "left", (_, _) -> List.of(), o -> o.emits(Left.class));
    router.on(Ask.class, "right", (_, _) -> List.of(), o -> o.emits(Right.class));
    router.on(
        "both",
        Join.of(Left.class, Right.class).into((_, _) -> new Both(1, 2)),
        o -> o.emits(Both.class));
    router.listen(Left.class, "log", _ -> {});

    assertThat(router.toMermaid())
        .isEqualTo(
            """
            flowchart LR
              outside(["outside"])
              r0["left"]
              r1["right"]
              r2{{"both"}}
              r3["log"]
              outside -->|"Ask"| r0
              outside -->|"Ask"| r1
              r0 -->|"Left"| r2
              r1 -->|"Right"| r2
              r0 -->|"Left"| r3
              r2 -->|"Both"| outside
            """);
  }

  @Test
  void slotsSayHowManyPartsTheyTakeAndWhetherTheyAreOptional() {
    router.on(Ask.class, "left", (_, _) -> List.of(), o -> o.emits(Left.class));
    router.on(
        "both", Join.slots().need(Left.class, 3).optional(Right.class).into((_, _) -> List.of()));

    assertThat(router.toMermaid())
        .contains("  r0 -->|\"Left x 3\"| r1\n")
        .contains("  outside -.->|\"Right (optional)\"| r1\n");
  }

  @Test
  void anArrowBearsTheNarrowerOfWhatIsEmittedAndWhatIsTaken() {
    router.on(Ask.class, "any", (_, _) -> List.of(), o -> o.emits(Act.class));
    router.on(Reply.class, "reply", (_, _) -> List.of(), o -> o.emits(Ask.class));

    assertThat(router.toMermaid())
        .isEqualTo(
            """
            flowchart LR
              r0["any"]
              r1["reply"]
              r0 -->|"Ask"| r0
              r1 -->|"Ask"| r0
              r0 -->|"Reply"| r1
            """);
  }

  @Test
  void namesThatLookLikeSyntaxAreOnlyText() {
    router.listen(
        Ask.class,
        "a \"b\"]} {c}\n  x --> y; | `d` <b> &amp; %%{init: {}}%% #35; é_-.,()",
        _ -> {});

    assertThat(router.toMermaid())
        .isEqualTo(
            """
            flowchart LR
              outside(["outside"])
              r0["a #34;b#34;#93;#125; #123;c#125;   x --#62; y#59; #124; #96;d#96; #60;b#62; \
            #38;amp#59; #37;#37;#123;init#58; #123;#125;#125;#37;#37; #35;35#59; é_-.,()"]
              outside -->|"Ask"| r0
            """);
  }
}
