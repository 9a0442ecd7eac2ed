package io.baton.agents.llm;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says to a language model what something means: a record, one of its components, a constant of an
 * enum, a parameter of a {@link ToolMethod}. It goes into the JSON Schema that the model is given.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.RECORD_COMPONENT, ElementType.FIELD, ElementType.PARAMETER})
public @interface Describe {

  /** The description, in the words of the prompt. */
  String value();
}
