package io.baton.agents.llm;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method a tool, for {@link Tool#from}. Its parameters are the tool's, by their names in
 * the source, for which the class must be compiled with {@code -parameters}; {@link Describe} says
 * what they mean. A parameter of type {@link ToolContext} is not the model's: it gets the call's
 * context.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface ToolMethod {

  /** What the tool does, and when to use it, for the model. */
  String value();

  /** The tool's name; that of the method by default. */
  String name() default "";
}
