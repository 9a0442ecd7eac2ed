package io.baton.samples.cli;

import io.baton.samples.models.ModelAddress;
import io.baton.samples.models.ModelAddress.Environment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which language model is asked. Confined to the main thread. */
final class ModelOptions {

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "the language model to ask: openai:NAME, ollama:NAME or anthropic:NAME; the key is taken"
              + " from OPENAI_API_KEY or ANTHROPIC_API_KEY")
  private @Nullable String model;

  @Option(
      names = "--base-url",
      paramLabel = "URL",
      description =
          "where the model's service is, for any that speaks the protocol; the default is"
              + " OPENAI_BASE_URL, OLLAMA_BASE_URL or ANTHROPIC_BASE_URL, or the usual place")
  private @Nullable String baseUrl;

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create(); // replaced when the line is parsed

  private final Environment environment;

  ModelOptions(Environment environment) {
    this.environment = environment;
  }

  /** The model that was named, if one was. */
  Optional<ModelAddress> find() {
    if (model == null) {
      if (baseUrl != null) {
        throw new ParameterException(spec.commandLine(), "--base-url needs a --model");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(ModelAddress.of(model, Optional.ofNullable(baseUrl), environment));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /** The model that must have been named. */
  ModelAddress get() {
    return find()
        .orElseThrow(() -> new ParameterException(spec.commandLine(), "--model is needed"));
  }
}
