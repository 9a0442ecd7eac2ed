package io.baton.samples;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.baton");

  private static final String EVENTS = "io.baton.events";
  private static final String JSON = "io.baton.events.json";
  private static final String TRACING = "io.baton.tracing";
  private static final String TRACING_JSON = "io.baton.tracing.json";
  private static final String MICROMETER = "io.baton.tracing.micrometer";
  private static final String AGENTS = "io.baton.agents";
  private static final String LLM = "io.baton.agents.llm";
  private static final String DISPATCHER = "io.baton.dispatcher";
  private static final String VIEWER = "io.baton.tracing.viewer";
  private static final String BENCHMARKS = "io.baton.dispatcher.benchmarks..";
  private static final String SAMPLES = "io.baton.samples..";

  @Test
  void rulesSeeEveryModule() {
    assertThat(packages().map(JavaPackage::getName))
        .contains(
            EVENTS,
            JSON,
            TRACING,
            TRACING_JSON,
            MICROMETER,
            VIEWER,
            AGENTS,
            LLM,
            DISPATCHER,
            "io.baton.samples.text");
  }

  @Test
  void eventsUseNothingOfOurs() {
    assertUsesOnly(EVENTS);
  }

  @Test
  void jsonOfEventsUsesEvents() {
    assertUsesOnly(JSON, EVENTS);
  }

  @Test
  void tracingUsesEvents() {
    assertUsesOnly(TRACING, EVENTS);
  }

  @Test
  void jsonOfTracesUsesTracingEventsAndTheirJson() {
    assertUsesOnly(TRACING_JSON, TRACING, EVENTS, JSON);
  }

  @Test
  void metersAndSpansUseTracingAndEvents() {
    assertUsesOnly(MICROMETER, TRACING, EVENTS);
  }

  @Test
  void onlyMetersAndSpansSeeMicrometer() {
    assertOnlySee("io.micrometer..", MICROMETER, BENCHMARKS);
  }

  @Test
  void agentsUseEventsAndTracing() {
    assertUsesOnly(AGENTS, EVENTS, TRACING);
  }

  @Test
  void agentsOfModelsUseAgentsEventsAndTracing() {
    assertUsesOnly(LLM, AGENTS, EVENTS, TRACING);
  }

  @Test
  void dispatcherUsesAgentsEventsAndTracing() {
    assertUsesOnly(DISPATCHER, AGENTS, EVENTS, TRACING);
  }

  @Test
  void viewerUsesWhatItShowsAndNobodyUsesTheViewer() {
    assertUsesOnly(VIEWER, DISPATCHER, TRACING, TRACING_JSON, EVENTS, AGENTS);
    assertOnlySee(VIEWER, VIEWER, SAMPLES);
  }

  @Test
  void onlyTheViewerAndSamplesServeHttp() {
    assertOnlySee("com.sun.net.httpserver..", VIEWER, SAMPLES);
  }

  @Test
  void onlyTheDispatcherSeesTheDisruptor() {
    assertOnlySee("com.lmax.disruptor..", DISPATCHER, BENCHMARKS);
  }

  @Test
  void onlyJsonModelsAndWhatIsNotPublishedSeeJackson() {
    assertOnlySee("tools.jackson..", JSON, TRACING_JSON, VIEWER, LLM, SAMPLES, BENCHMARKS);
  }

  @Test
  void onlyAgentsOfModelsAndSamplesSeeLangChain() {
    assertOnlySee("dev.langchain4j..", LLM, SAMPLES);
  }

  @Test
  void nobodyUsesJavaUtilLogging() {
    assertOnlySee("java.util.logging..");
  }

  @Test
  void libraryDoesNotPrint() {
    noClasses()
        .that(not(resideInAnyPackage(SAMPLES, BENCHMARKS)))
        .should(ACCESS_STANDARD_STREAMS)
        .because("a library logs, and leaves the terminal to the program")
        .check(CLASSES);
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(packages().filter(p -> !p.isAnnotatedWith(NullMarked.class))).isEmpty();
  }

  private static Stream<JavaPackage> packages() {
    return CLASSES.stream().map(JavaClass::getPackage).distinct();
  }

  private static void assertUsesOnly(String module, String... others) {
    noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.baton..")
                .and(not(resideInAPackage(module)))
                .and(not(resideInAnyPackage(others))))
        .check(CLASSES);
  }

  private static void assertOnlySee(String library, String... packages) {
    noClasses()
        .that(not(resideInAnyPackage(packages)))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
